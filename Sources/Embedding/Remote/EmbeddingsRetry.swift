import Base
import Foundation
import Transport

/// What to do after a request for vectors failed: wait and ask again, or give up. Knows no clock; the wait is its answer.
struct EmbeddingsRetry {
    /// How a request failed.
    enum Failure {
        /// An answer other than 200, with its `Retry-After` and the beginning of its body.
        case status(Int, retryAfter: String?, body: [UInt8])
        /// No whole answer.
        case transport(TransportError)
    }

    enum Action: Equatable {
        case wait(Duration)
        /// The server does not know the vectors' base64 form, so ask for plain numbers.
        case askForNumbers
        case giveUp(Problem)
    }

    private static let tries = 5
    /// A server that wants more patience than this is not waited for.
    private static let longestWait = Duration.seconds(60)
    private let backoff = Backoff(base: .seconds(1), cap: .seconds(20))
    private let endpoint: EmbeddingsEndpoint
    private var failures = 0

    init(endpoint: EmbeddingsEndpoint) {
        self.endpoint = endpoint
    }

    /// - Parameters:
    ///   - asksForBase64: Whether the request did, so that a refusal may be about that.
    ///   - jitter: An even draw from 0 to 1.
    mutating func next(after failure: Failure, asksForBase64: Bool, jitter: Double) -> Action {
        switch failure {
        case .status(let status, let retryAfter, let body):
            switch status {
            case 400 where asksForBase64, 422 where asksForBase64: return .askForNumbers
            case 408, 425, 429, 500...599:
                return retry("it answers with HTTP status \(status)\(message(in: body))", retryAfter: Self.seconds(retryAfter), jitter: jitter)
            case 401, 403:
                return .giveUp(endpoint.problem("it refuses the key (HTTP status \(status))", kind: .usage, remedy: "Check the key for this server."))
            case 402:
                return .giveUp(
                    endpoint.problem(
                        "the account has no credit left (HTTP status \(status))", kind: .usage, remedy: "Add credit, or name another server."))
            case 404:
                return .giveUp(
                    endpoint.problem(
                        "it does not know the address or the model \(endpoint.model)", kind: .usage,
                        remedy: "Check the base address and the model's name."))
            default:
                return .giveUp(
                    endpoint.problem(
                        "it answers with HTTP status \(status)\(message(in: body))", remedy: "Check the base address and the model's name."))
            }
        case .transport(let error):
            switch error {
            case .badAddress, .tls, .tooLarge, .closed, .refused:
                return .giveUp(endpoint.problem("\(error)", remedy: "Check the base address of the embeddings server."))
            case .name, .connect, .timeout, .broken:
                return retry("\(error)", retryAfter: nil, jitter: jitter)
            }
        }
    }

    private mutating func retry(_ reason: String, retryAfter: Double?, jitter: Double) -> Action {
        failures += 1
        // The server's own wish is a lower bound; some jitter on top keeps many clients from coming back as one.
        let wait = retryAfter.map { Duration.seconds($0 + jitter) } ?? backoff.delay(attempt: failures - 1, jitter: jitter)
        guard failures < Self.tries, wait <= Self.longestWait else {
            let wish = retryAfter.map { ", and asks for a wait of \(Int($0)) seconds" } ?? ""
            return .giveUp(endpoint.problem("\(reason)\(wish) (tried \(failures) times)", kind: .temporary, remedy: "Try again later."))
        }
        return .wait(wait)
    }

    /// What the header asks for, in seconds. A date, which it may hold as well, is not read: then the usual pause is made.
    private static func seconds(_ header: String?) -> Double? {
        guard let header, let seconds = Double(header), seconds.isFinite else { return nil }
        return min(max(seconds, 0), 1e6)
    }

    /// The server's own explanation, cut short and without the key, which some servers quote.
    private func message(in body: [UInt8]) -> String {
        guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(body)),
            var text = json["error"]?["message"]?.stringValue ?? json["error"]?.stringValue ?? json["message"]?.stringValue
        else { return "" }
        if let key = endpoint.key?.revealed, !key.isEmpty { text = text.replacing(key, with: "<redacted>") }
        return ": " + text.prefix(200)
    }
}
