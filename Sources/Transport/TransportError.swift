/// Why an exchange did not complete, by the stage that failed, so that a person can be told which one it was.
package enum TransportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The address cannot be understood or its scheme is not allowed.
    case badAddress(String)
    /// The host's name could not be resolved.
    case name(host: String, reason: String)
    /// No connection to the host or proxy.
    case connect(host: String, reason: String)
    /// TLS failed: an untrusted certificate, a wrong name, no common version.
    case tls(host: String, reason: String)
    /// The connection stands, but the server's answer was not the one asked for (a WebSocket upgrade answered with `status`).
    case refused(host: String, status: Int, reason: String)
    /// Nothing came for the time allowed.
    case timeout(host: String, stage: String)
    /// The connection broke off, or the peer broke the protocol.
    case broken(host: String, reason: String)
    /// More came than is accepted.
    case tooLarge(limit: Int)
    /// The client was shut down.
    case closed

    package var description: String {
        switch self {
        case .badAddress(let url): "the address \(url) is not valid"
        case .name(let host, let reason): "the name \(host) could not be resolved: \(reason)"
        case .connect(let host, let reason): "no connection to \(host): \(reason)"
        case .tls(let host, let reason): "no secure connection to \(host): \(reason)"
        case .refused(let host, let status, let reason): "\(host) refused with HTTP status \(status): \(reason)"
        case .timeout(let host, let stage): "\(host) did not answer in time (\(stage))"
        case .broken(let host, let reason): "the connection to \(host) broke off: \(reason)"
        case .tooLarge(let limit): "the answer is larger than the \(limit) bytes accepted"
        case .closed: "the client was shut down"
        }
    }
}
