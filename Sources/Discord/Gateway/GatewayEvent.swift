/// What a dispatch (opcode 0) tells, as far as it is used.
package enum GatewayEvent: Sendable, Equatable {
    case ready(Ready)
    case resumed
    /// A server became known or available again; not necessarily a join.
    case guild(Guild)
    case role(Role, guild: Snowflake)
    case roleDeleted(Snowflake, guild: Snowflake)
    case messageCreated(Message)
    case messageUpdated(Message)
    case messageDeleted(Snowflake, channel: Snowflake)
    /// An event that is not used, or not known yet.
    case other(String)
    /// An event that is used, but not in a form that can be read.
    case unreadable(String)
}

/// A new session.
package struct Ready: Decodable, Sendable, Equatable {
    package var user: User
    package var sessionID: String
    /// Where to resume; the general address will do where it is missing.
    package var resumeURL: String?

    package init(user: User, sessionID: String, resumeURL: String?) {
        self.user = user
        self.sessionID = sessionID
        self.resumeURL = resumeURL
    }

    private enum Key: String, CodingKey {
        case user
        case sessionID = "session_id"
        case resumeURL = "resume_gateway_url"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        user = try fields.decode(User.self, forKey: .user)
        sessionID = try fields.decode(String.self, forKey: .sessionID)
        resumeURL = fields.lenient(.resumeURL)
    }
}
