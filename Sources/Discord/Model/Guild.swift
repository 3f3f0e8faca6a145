/// A server, as far as it is used: to know its roles and to make mentions of channels readable.
package struct Guild: Decodable, Sendable, Equatable {
    package var id: Snowflake
    package var roles: [Role]
    package var channels: [Channel]

    package init(id: Snowflake, roles: [Role] = [], channels: [Channel] = []) {
        self.id = id
        self.roles = roles
        self.channels = channels
    }

    private enum Key: String, CodingKey {
        case id, roles, channels
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        id = try fields.decode(Snowflake.self, forKey: .id)
        roles = fields.list(.roles)
        channels = fields.list(.channels)
    }
}

/// A role. Discord makes a managed one for each bot, and autocomplete often inserts that role where a person meant the bot.
package struct Role: Decodable, Sendable, Equatable {
    package var id: Snowflake
    package var name: String
    /// The bot that this role was made for.
    package var botID: Snowflake?

    package init(id: Snowflake, name: String = "", botID: Snowflake? = nil) {
        self.id = id
        self.name = name
        self.botID = botID
    }

    private enum Key: String, CodingKey {
        case id, name, tags
    }

    private struct Tags: Decodable {
        var bot_id: Snowflake?
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        id = try fields.decode(Snowflake.self, forKey: .id)
        name = fields.lenient(.name) ?? ""
        botID = fields.lenient(.tags, as: Tags.self)?.bot_id
    }
}

/// A channel or thread by name.
package struct Channel: Decodable, Sendable, Equatable {
    package var id: Snowflake
    package var name: String

    package init(id: Snowflake, name: String) {
        self.id = id
        self.name = name
    }

    private enum Key: String, CodingKey {
        case id, name
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        id = try fields.decode(Snowflake.self, forKey: .id)
        name = fields.lenient(.name) ?? ""
    }
}
