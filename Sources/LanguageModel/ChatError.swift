package import Base

/// Why the language model gave no answer, or only a part of one.
package enum ChatError: Error, Sendable, Equatable {
    /// What was waited for in vain.
    package enum Stage: String, Sendable {
        case firstToken = "the first word"
        case nextToken = "the next word"
    }

    /// The key is missing, wrong or withdrawn (401).
    case unauthorized(reason: String)
    /// No credit is left (402).
    case noCredit(reason: String)
    /// The key may not do this, or the provider refuses the content (403).
    case refused(reason: String)
    /// None of the models is known to the server (404).
    case unknownModel(reason: String)
    /// Question and passages are longer than the model takes (413, or `context_length_exceeded`).
    case tooLong(reason: String)
    /// Too many requests (429).
    case rateLimited(reason: String, retryAfter: Duration?)
    /// The server or the provider behind it fails or is overloaded (408, 5xx).
    case unavailable(reason: String, retryAfter: Duration?)
    /// The request is not valid for this server (any other 4xx).
    case rejected(reason: String)
    /// The server did not answer in time.
    case timeout(Stage)
    /// The server could not be reached; `isLasting` where trying again cannot help.
    case unreachable(reason: String, isLasting: Bool)
    /// The answer broke off before its end.
    case broken(reason: String)
    /// What came is not an answer of a chat server.
    case malformed(reason: String)
    /// The model ended without a word, as cold models sometimes do.
    case empty

    /// Whether the same request, sent again, may succeed.
    package var isTransient: Bool {
        switch self {
        case .rateLimited, .unavailable, .broken, .empty: true
        case .unreachable(_, let isLasting): !isLasting
        case .unauthorized, .noCredit, .refused, .unknownModel, .tooLong, .rejected, .timeout, .malformed: false
        }
    }

    /// How long the server asks to wait, where it says so.
    package var retryAfter: Duration? {
        switch self {
        case .rateLimited(_, let wait), .unavailable(_, let wait): wait
        case .unauthorized, .noCredit, .refused, .unknownModel, .tooLong, .rejected, .timeout, .unreachable, .broken, .malformed, .empty: nil
        }
    }

    /// The cause, as found.
    package var reason: String {
        switch self {
        case .unauthorized(let reason), .noCredit(let reason), .refused(let reason), .unknownModel(let reason), .tooLong(let reason),
            .rateLimited(let reason, _), .unavailable(let reason, _), .rejected(let reason), .unreachable(let reason, _),
            .broken(let reason), .malformed(let reason):
            reason
        case .timeout(let stage): "\(stage.rawValue) of the answer did not come in time"
        case .empty: "the model ended without a word"
        }
    }

    /// What the operator can do.
    package var remedy: String {
        switch self {
        case .unauthorized: "Check OPENROUTER_API_KEY."
        case .noCredit: "Add credit to the account of OPENROUTER_API_KEY, or choose free models in OPENROUTER_MODEL."
        case .refused: "Check what the key may do, or choose another model in OPENROUTER_MODEL."
        case .unknownModel: "Check the names in OPENROUTER_MODEL."
        case .tooLong: "Choose a model with a longer context in OPENROUTER_MODEL."
        case .rateLimited: "Wait, or add another model to OPENROUTER_MODEL."
        case .unavailable, .timeout, .broken, .empty: "Try again, or add another model to OPENROUTER_MODEL."
        case .rejected, .malformed: "Check OPENROUTER_BASE_URL and OPENROUTER_MODEL."
        case .unreachable: "Check OPENROUTER_BASE_URL and the network."
        }
    }

    /// For a person to read.
    /// - Parameter location: The server's address.
    package func problem(at location: String) -> Problem {
        Problem(
            isTransient ? .temporary : .failure, what: "the language model did not answer", location: location, reason: reason, remedy: remedy)
    }
}

extension ChatError: CustomStringConvertible {
    package var description: String { "\(reason). \(remedy)" }
}
