import Foundation

/// The error object of a chat server, in the shapes in which such servers send it: OpenRouter's `{"code", "message", "metadata"}` with a
/// number or a string for a code, OpenAI's with a `type`, and a bare string.
struct ServerFailure: Decodable, Sendable {
    var message: String?
    /// A status of HTTP, where the code is one.
    var status: Int?
    /// The words for its kind: a code that is no number, `type`, and `metadata.error_type`.
    var kinds: Set<String> = []
    var retryAfter: Duration?

    private enum Key: String, CodingKey {
        case message, code, type, metadata, availability
    }

    private struct Metadata: Decodable {
        var error_type: String?
    }

    private struct Availability: Decodable {
        var retry_after: Double?
    }

    init(status: Int?, message: String? = nil) {
        self.status = status
        self.message = message
    }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            message = text
            return
        }
        let fields = try decoder.container(keyedBy: Key.self)
        message = try? fields.decodeIfPresent(String.self, forKey: .message)
        let word = try? fields.decodeIfPresent(String.self, forKey: .code)
        status = (try? fields.decodeIfPresent(Int.self, forKey: .code)) ?? word.flatMap { Int($0) }
        let type = try? fields.decodeIfPresent(String.self, forKey: .type)
        let metadata = try? fields.decodeIfPresent(Metadata.self, forKey: .metadata)
        kinds = Set([word, type, metadata?.error_type].compactMap { $0?.lowercased() })
        let availability = try? fields.decodeIfPresent(Availability.self, forKey: .availability)
        retryAfter = availability?.retry_after.flatMap { $0 >= 0 && $0 < 86_400 ? .seconds($0) : nil }
    }

    /// Reads the body of an answer that is no success; a body that cannot be read leaves the status to tell.
    init(status: Int, body: [UInt8], retryAfter header: String?) {
        struct Body: Decodable {
            var error: ServerFailure?
            var message: String?
            var detail: String?
        }
        let body = try? JSONDecoder().decode(Body.self, from: Data(body))
        self = body?.error ?? ServerFailure(status: status, message: body?.message ?? body?.detail)
        self.status = status
        let seconds = header.flatMap { Double($0) }.flatMap { $0 >= 0 && $0 < 86_400 ? $0 : nil }
        retryAfter = seconds.map { .seconds($0) } ?? retryAfter
    }

    /// - Parameter hidden: A text that must not be repeated, since some servers quote the key that they refuse.
    func chatError(hiding hidden: String?) -> ChatError {
        let reason = told(hiding: hidden)
        func isKind(_ words: String...) -> Bool { !kinds.isDisjoint(with: words) }
        if isKind("context_length_exceeded", "max_tokens_exceeded", "token_limit_exceeded") { return .tooLong(reason: reason) }
        if isKind("model_not_found") { return .unknownModel(reason: reason) }
        switch status {
        case 401: return .unauthorized(reason: reason)
        case 402: return .noCredit(reason: reason)
        case 403: return .refused(reason: reason)
        case 404: return .unknownModel(reason: reason)
        case 413: return .tooLong(reason: reason)
        case 429: return .rateLimited(reason: reason, retryAfter: retryAfter)
        case .some(408), .some(500...): return .unavailable(reason: reason, retryAfter: retryAfter)
        case .some(400...): return .rejected(reason: reason)
        case .some, nil: break
        }
        if isKind("authentication", "invalid_api_key") { return .unauthorized(reason: reason) }
        if isKind("payment_required", "insufficient_quota") { return .noCredit(reason: reason) }
        if isKind("permission_denied", "content_policy_violation", "refusal") { return .refused(reason: reason) }
        if isKind("not_found") { return .unknownModel(reason: reason) }
        if isKind("rate_limit_exceeded") { return .rateLimited(reason: reason, retryAfter: retryAfter) }
        if isKind("invalid_request", "invalid_request_error") { return .rejected(reason: reason) }
        return .unavailable(reason: reason, retryAfter: retryAfter)
    }

    /// One bounded line.
    private func told(hiding hidden: String?) -> String {
        var text = (message ?? "no reason given").split(whereSeparator: \.isNewline).joined(separator: " ")
        if let hidden, !hidden.isEmpty { text = text.replacingOccurrences(of: hidden, with: "<redacted>") }
        text = text.count > 300 ? "\(text.prefix(300))…" : text
        guard let status else { return text }
        return "\(text) (HTTP status \(status))"
    }
}
