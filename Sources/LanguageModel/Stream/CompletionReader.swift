import Foundation

/// Makes chat events of the bytes of an answer with status 200: an event stream, or one JSON object from a server that does not stream.
///
/// The answer's leading white space is dropped, so that the first text has something to show.
struct CompletionReader: Sendable {
    /// Told apart by the first byte: an event stream never begins with a brace, and content types are not always right.
    private enum Form {
        case unknown
        case stream(ServerSentEventParser)
        case object([UInt8])
    }

    /// What a server that does not stream may send.
    private static let objectLimit = 4 << 20

    private let hidden: String?
    private var form = Form.unknown
    private var summary: ChatSummary
    private var finishReason: String?
    private var hasText = false
    /// The server said that nothing more will come.
    private(set) var isDone = false
    /// What went wrong; nothing after it counts.
    private(set) var failure: ChatError?

    /// - Parameters:
    ///   - model: The one asked for, until the answer names another.
    ///   - hidden: The key, which no error may repeat.
    init(model: String, hiding hidden: String?) {
        summary = ChatSummary(model: model, finishReason: "")
        self.hidden = hidden
    }

    /// Whether the model has ended its answer, though the usage may still be to come.
    var isComplete: Bool { isDone || finishReason != nil }

    /// Takes the next bytes and gives the texts that they complete. What goes wrong is in `failure`, after the texts that came before it.
    mutating func consume(_ bytes: [UInt8]) -> [String] {
        switch form {
        case .unknown:
            guard let first = bytes.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return [] }
            form = first == UInt8(ascii: "{") ? .object([]) : .stream(ServerSentEventParser())
            return consume(bytes)
        case .object(let begun):
            guard begun.count + bytes.count <= Self.objectLimit else {
                failure = .malformed(reason: "the answer is too large")
                return []
            }
            form = .object(begun + bytes)
            return []
        case .stream(var parser):
            var events: [ServerSentEvent] = []
            do {
                events = try parser.consume(bytes)
            } catch {
                failure = .malformed(reason: "an event is larger than \(error.limit) bytes")
            }
            form = .stream(parser)
            return texts(of: events)
        }
    }

    private mutating func texts(of events: [ServerSentEvent]) -> [String] {
        var texts: [String] = []
        for event in events where !isDone {
            do throws(ChatError) {
                texts += try take(event)
            } catch {
                failure = error
                break
            }
        }
        return texts
    }

    /// The connection has ended, or nothing more is waited for.
    /// - Returns: The last text, and how the answer ended.
    mutating func end() throws(ChatError) -> (texts: [String], summary: ChatSummary) {
        var texts: [String] = []
        if case .object(let bytes) = form { texts = try take(bytes, isWhole: true) }
        guard isComplete else { throw .broken(reason: "the connection ended before the answer did") }
        summary.finishReason = finishReason ?? "stop"
        guard hasText else {
            throw summary.finishReason == "content_filter" ? .refused(reason: "the provider filtered the answer") : .empty
        }
        return (texts, summary)
    }

    private mutating func take(_ event: ServerSentEvent) throws(ChatError) -> [String] {
        guard event.data != "[DONE]" else {
            isDone = true
            return []
        }
        return try take(Array(event.data.utf8), isWhole: false)
    }

    private mutating func take(_ json: [UInt8], isWhole: Bool) throws(ChatError) -> [String] {
        guard let chunk = try? JSONDecoder().decode(CompletionChunk.self, from: Data(json)) else {
            throw .malformed(reason: "the answer is not the JSON of a chat completion")
        }
        if let error = chunk.error { throw error.chatError(hiding: hidden) }
        if let model = chunk.model, !model.isEmpty { summary.model = model }
        if let usage = chunk.usage {
            summary.promptTokens = usage.prompt_tokens ?? summary.promptTokens
            summary.completionTokens = usage.completion_tokens ?? summary.completionTokens
            summary.cost = usage.cost ?? summary.cost
        }
        guard let choice = chunk.choices?.first else { return [] }
        if let reason = choice.finish_reason, !reason.isEmpty { finishReason = reason }
        if finishReason == "error" { throw .unavailable(reason: "the provider failed", retryAfter: nil) }
        // A server that does not stream need not say why the answer ended: it is there whole.
        if isWhole, choice.message != nil { isDone = true }
        return text(choice.delta?.content ?? choice.message?.content ?? "")
    }

    private mutating func text(_ piece: String) -> [String] {
        let shown = hasText ? piece[...] : piece.drop(while: \.isWhitespace)
        guard !shown.isEmpty else { return [] }
        hasText = true
        return [String(shown)]
    }
}
