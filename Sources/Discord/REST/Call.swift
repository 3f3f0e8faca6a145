import Base
import HTTPTypes
import Transport

extension DiscordREST {
    /// One call of the API.
    struct Call: Sendable {
        typealias Method = HTTPTypes.HTTPRequest.Method

        /// Enough for a rate limit or a short outage; a member who waits longer has gone.
        static let patience = Duration.seconds(120)

        var method: Method
        /// Below the base, with ids. It may hold the token of an interaction: it goes to the server and nowhere else.
        var path: String
        /// The limits that it falls under. Its name, which has no ids, is how errors call it.
        var route: RateLimiter.Route
        var body: JSONValue?
        /// How long the caller waits, rate limits and retries included.
        var patience = Self.patience
        /// How often it is tried at most.
        var attempts = DiscordREST.maximumAttempts
        /// Whether doing it twice leaves no more behind than doing it once.
        var isRepeatable = true
        /// The error of Discord which says, after a try whose answer was lost, that this try had arrived.
        var arrivedCode: Int?

        /// - Parameters:
        ///   - template: The path without ids.
        ///   - major: The channel, server or interaction that it is about.
        init(_ method: Method, _ path: String, _ template: String, major: Snowflake? = nil, body: JSONValue? = nil) {
            self.method = method
            self.path = path
            self.body = body
            route = RateLimiter.Route(name: "\(method.rawValue) \(template)", major: major?.value ?? "")
        }

        /// Whether the path holds the token of an interaction: then the bot's own is not sent, and the bot's global limit does not count.
        var isInteraction: Bool {
            get { route.isExempt }
            set { route.isExempt = newValue }
        }
    }
}

extension TransportError {
    /// Whether the request cannot have reached the server.
    var isBeforeSending: Bool {
        switch self {
        case .badAddress, .name, .connect, .tls, .closed: true
        case .refused, .timeout, .broken, .tooLarge: false
        }
    }
}
