/// A server, as far as it is used: to know its roles, to make mentions of channels readable, and to tell which channel a thread belongs to.
package struct Guild: Decodable, Sendable, Equatable {
    package var id: Snowflake
    package var roles: [Role]
    /// Channels, and the threads that are open.
    package var channels: [Channel]
    /// The language that it prefers, such as `es-ES`.
    package var locale: String?
    /// It has an outage: nothing but its id is told.
    package var isUnavailable: Bool

    package init(id: Snowflake, roles: [Role] = [], channels: [Channel] = [], locale: String? = nil, isUnavailable: Bool = false) {
        self.id = id
        self.roles = roles
        self.channels = channels
        self.locale = locale
        self.isUnavailable = isUnavailable
    }

    private enum Key: String, CodingKey {
        case id, roles, channels, threads, unavailable
        case locale = "preferred_locale"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        id = try fields.decode(Snowflake.self, forKey: .id)
        roles = fields.list(.roles)
        channels = fields.list(.channels) + fields.list(.threads)
        locale = fields.lenient(.locale)
        isUnavailable = fields.lenient(.unavailable) ?? false
    }
}
