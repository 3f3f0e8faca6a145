/// One chunk of a streamed completion, or a whole one: what is used of either, and leniently, since servers differ.
struct CompletionChunk: Decodable, Sendable {
    struct Choice: Decodable, Sendable {
        /// The piece of a streamed answer.
        var delta: Content?
        /// The answer of a server that does not stream.
        var message: Content?
        var finish_reason: String?
    }

    struct Content: Decodable, Sendable {
        var content: String?
    }

    struct Usage: Decodable, Sendable {
        var prompt_tokens: Int?
        var completion_tokens: Int?
        var cost: Double?
    }

    var model: String?
    /// Empty in the chunk that brings only the usage.
    var choices: [Choice]?
    var usage: Usage?
    var error: ServerFailure?
}
