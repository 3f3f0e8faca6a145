/// A new session.
package struct Ready: Decodable, Sendable, Equatable {
    package var user: User
    package var sessionID: String
    /// Where to resume; the general address will do where it is missing.
    package var resumeURL: String?
    /// The application that the bot belongs to.
    package var application: Snowflake?

    package init(user: User, sessionID: String, resumeURL: String?, application: Snowflake? = nil) {
        self.user = user
        self.sessionID = sessionID
        self.resumeURL = resumeURL
        self.application = application
    }

    private enum Key: String, CodingKey {
        case user, application
        case sessionID = "session_id"
        case resumeURL = "resume_gateway_url"
    }

    private struct Application: Decodable {
        var id: Snowflake
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        user = try fields.decode(User.self, forKey: .user)
        sessionID = try fields.decode(String.self, forKey: .sessionID)
        resumeURL = fields.lenient(.resumeURL)
        application = fields.lenient(.application, as: Application.self)?.id
    }
}
