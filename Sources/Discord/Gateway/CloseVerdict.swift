/// What follows from the end of a connection, by its close code ("Gateway Close Event Codes" of the API documentation, and what
/// long-lived clients do where it leaves a choice).
package enum CloseVerdict: Sendable, Equatable {
    /// The session lives: reconnect and RESUME.
    case resume
    /// The session is over: reconnect and IDENTIFY.
    case identify
    /// Trying again cannot help.
    case stop(StopReason)

    /// - Parameter code: nil when the connection broke off, or was closed without a code.
    package init(code: UInt16?) {
        self =
            switch code {
            // A server that closes with 1000 has ended the session; the wish to stay connected is ours.
            case 1000: .identify
            // Not authenticated, authenticated twice, or a sequence that is not the session's: the session is of no use.
            case 4003, 4005, 4007: .identify
            case 4004: .stop(.authenticationFailed)
            case 4010: .stop(.invalidShard)
            case 4011: .stop(.shardingRequired)
            case 4012: .stop(.invalidVersion)
            case 4013: .stop(.invalidIntents)
            case 4014: .stop(.disallowedIntents)
            // 4008 (rate limited) and 4009 (timed out) too: resuming costs no IDENTIFY, and if it is refused opcode 9 says so.
            case .some, .none: .resume
            }
    }

    /// Whether we have done what Discord forbids: it is to be found in the log.
    static func isOurMistake(_ code: UInt16) -> Bool { [4001, 4002, 4003, 4005, 4008].contains(code) }
}
