/// A Discord account.
package struct User: Decodable, Sendable, Equatable {
    package var id: Snowflake
    /// The name to show: the global name where there is one.
    package var name: String
    package var isBot: Bool

    package init(id: Snowflake, name: String = "", isBot: Bool = false) {
        self.id = id
        self.name = name
        self.isBot = isBot
    }

    private enum Key: String, CodingKey {
        case id, username, bot
        case globalName = "global_name"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        id = try fields.decode(Snowflake.self, forKey: .id)
        name = fields.lenient(.globalName) ?? fields.lenient(.username) ?? ""
        isBot = fields.lenient(.bot) ?? false
    }
}
