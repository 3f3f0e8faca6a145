extension StandInOpenRouter {
    /// How one request is met.
    package enum Behaviour: Sendable {
        /// Quotes the first passage of the prompt and cites it, streamed.
        case answer
        /// Streams these pieces, then ends in this way.
        case stream([String], Manner = Manner(), then: Ending = .done)
        /// One JSON object with the whole answer, as from a server that does not stream.
        case whole(String)
        /// An HTTP error before the first word; `code` as it stands in the JSON: `429` or `"server_error"`.
        case failure(Int, code: String? = nil, message: String = "stand-in failure", type: String? = nil, retryAfter: Int? = nil)
        /// Any status with any body, for instance a proxy's page.
        case raw(Int, body: String, type: String = "text/html")
        /// Comments that keep the connection open, and never a word.
        case silence
    }

    /// The pace of a stream.
    package struct Manner: Sendable {
        /// Comments `: OPENROUTER PROCESSING` before the first word.
        package var comments: Int
        package var beforeFirst: Duration
        package var between: Duration
        /// What the second word waits for.
        package var gate: StandInGate?

        package init(comments: Int = 1, beforeFirst: Duration = .zero, between: Duration = .zero, gate: StandInGate? = nil) {
            self.comments = comments
            self.beforeFirst = beforeFirst
            self.between = between
            self.gate = gate
        }
    }

    /// How a stream ends.
    package enum Ending: Sendable {
        /// The reason, the usage in a chunk of its own with no choices, `[DONE]`.
        case done
        /// The same, cut at the most tokens allowed.
        case length
        /// An event with an error; `code` as it stands in the JSON.
        case error(code: String, message: String)
        /// The end of the connection, in order, with neither a reason nor `[DONE]`.
        case silentEnd
        /// The connection breaks off.
        case cut
    }
}
