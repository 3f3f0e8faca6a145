import Answering
import Discord

/// What is to be replied, and what comes with it.
struct ReplyJob: Sendable {
    /// The question's id: by it the log, the stop button and members speak of the reply.
    var reference: Snowflake
    /// Of the texts that are not the answer's own.
    var language: Language
    /// What stands above the answer; empty for nothing.
    var heading = ""
    /// Begins the work.
    var answer: @Sendable () async throws -> AsyncThrowingStream<AnswerEvent, any Error>
    /// Keeps a whole answer for its buttons.
    /// - Returns: The key that they carry; nil leaves them out.
    var keep: @Sendable (Answer) async -> String? = { _ in nil }
    /// Notes what has been said so far, in which messages: from the first of them on, so that others can go on from it at any time.
    var remember: @Sendable (String, [Snowflake]) async -> Void = { _, _ in }
    /// Lines under the answer, beside its sources.
    var notes: @Sendable () -> [String] = { [] }
    /// What a member reads when there is no answer; nil for nothing.
    var apology: @Sendable (any Error) -> String?
}

/// What became of a reply.
struct ReplyOutcome: Sendable, Equatable {
    enum Ending: Sendable, Equatable {
        /// It stands there as a whole, or as far as its asker wanted it.
        case delivered
        /// It could not be delivered, or was given up with the process.
        case undelivered
        case retracted
        /// The question has become this one.
        case replaced(by: String)
    }

    var ending: Ending
    /// The messages that are there.
    var messages: [Snowflake]
    /// What the answer said; nil when there was none.
    var said: String?
}
