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
