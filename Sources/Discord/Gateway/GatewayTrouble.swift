import Base
import Transport

/// Why there is no session at the moment: which stage failed, of what, and what a person can do. It is tried again in any case.
package struct GatewayTrouble: Sendable, Equatable {
    /// The way to a session, in order.
    package enum Stage: String, Sendable, CaseIterable {
        case name = "DNS"
        case connection = "TCP"
        case tls = "TLS"
        /// The API's answer, or that to the WebSocket upgrade.
        case http = "HTTP"
        /// A limit has to pass first.
        case limit
        case hello
        /// IDENTIFY or RESUME.
        case session
        /// A session that stood.
        case connected
    }

    package var stage: Stage
    package var reason: String

    package init(_ stage: Stage, _ reason: String) {
        self.stage = stage
        self.reason = reason
    }

    /// What can be done about it.
    package var remedy: String {
        switch stage {
        case .name:
            "Check that this machine can resolve the name; some hosts block Discord's. With HTTPS_PROXY set, the proxy resolves it. \(Self.goesOn)"
        case .connection: "Check that connections to port 443 may leave this machine, or set HTTPS_PROXY. \(Self.goesOn)"
        case .tls:
            "Check this machine's clock. Where a proxy looks into encrypted connections, name its authority in SSL_CERT_FILE. \(Self.goesOn)"
        case .http: "See discordstatus.com. If it lasts, this machine's address may be blocked: try another one, or HTTPS_PROXY. \(Self.goesOn)"
        case .limit: "Wait; if this comes again, look in the log for what is tried so often, and make sure that the bot runs only once."
        case .hello, .session, .connected: "\(Self.goesOn) If it lasts, see discordstatus.com."
        }
    }

    private static let goesOn = "It is tried again by itself."

    /// What the transport reports about the API or the gateway.
    init(_ error: TransportError) {
        let stage: Stage =
            switch error {
            case .name: .name
            case .connect, .closed: .connection
            case .tls: .tls
            case .badAddress, .refused, .tooLarge: .http
            case .broken: .http
            case .timeout(_, let stage):
                switch stage {
                case "name": .name
                case "connection": .connection
                case "TLS": .tls
                case _: .http
                }
            }
        self.init(stage, error.description)
    }

    /// What asking the API for the gateway's address failed of.
    init(_ error: DiscordError) {
        switch error.kind {
        case .unreachable(let error): self.init(error)
        case .rateLimited, .tooManyInvalidRequests, .tooOften, .overloaded: self.init(.limit, error.problem.reason)
        case .unauthorized, .missingAccess, .missingPermissions, .unknownChannel, .unknownMessage, .replyImpossible, .archivedThread,
            .blockedByModeration, .emptyMessage, .invalidRequest, .blocked, .noSuchRoute, .badUserAgent, .tooLong, .badButtons, .interactionExpired,
            .alreadyAcknowledged,
            .fileTooLarge, .fileGone, .serverFailure, .unreadableAnswer:
            self.init(.http, error.problem.reason)
        }
    }

    /// The end of a connection that nobody here wanted.
    init(closedWith code: UInt16?) {
        self.init(.connected, code.map { "Discord closed the connection with code \($0)\(Self.meaning(of: $0))" } ?? "the connection broke off")
    }

    private static func meaning(of code: UInt16) -> String {
        switch code {
        case 4000: ": an error of unknown kind"
        case 4001: ": an opcode that it does not know"
        case 4002: ": a payload that it cannot read"
        case 4003: ": a payload before IDENTIFY"
        case 4005: ": a second IDENTIFY"
        case 4007: ": a sequence that is not the session's"
        case 4008: ": too many payloads"
        case 4009: ": the session has timed out"
        case _: ""
        }
    }
}
