package import LanguageModel
package import Logging

/// Answers questions: finds passages, has the language model write, and says where each statement is from.
///
/// Whatever happens after passages are found, there is an answer: without a language model, or when it fails before its first word, the
/// best extracts; when it fails later, what was said so far and that it broke off.
package struct Answerer<C: Clock>: Sendable where C.Duration == Duration {
    let retriever: any Retrieving
    /// Nil: answers are extracts.
    let model: (any ChatModel)?
    let options: AnswerOptions
    let clock: C
    let logger: Logger
    let permits: Permits
    let observe: (@Sendable (AnswerOutcome) -> Void)?

    /// - Parameter observe: Told how each answer ended, but for those that were given up.
    package init(
        retriever: any Retrieving, model: (any ChatModel)?, options: AnswerOptions = AnswerOptions(), clock: C, logger: Logger,
        observe: (@Sendable (AnswerOutcome) -> Void)? = nil
    ) {
        self.retriever = retriever
        self.model = model
        self.options = options
        self.clock = clock
        self.logger = logger
        permits = Permits(options.atOnce)
        self.observe = observe
    }

    /// Answers one question. The events are made as they are asked for, so ending the iteration stops the work.
    ///
    /// The stream throws `Problem` (`noIndex` while none is active, `notInTime` when passages were not found before the deadline) and
    /// `CancellationError`.
    package func answer(_ question: Question) -> AsyncThrowingStream<AnswerEvent, any Error> {
        let writing = AnswerWriting(question, by: self)
        return AsyncThrowingStream { try await writing.next() }
    }
}

/// How questions are answered.
package struct AnswerOptions: Sendable, Equatable {
    /// How many passages are looked for.
    package var passages: Int
    package var budget: Prompt.Budget
    /// The most tokens of an answer.
    package var maximumTokens: Int
    /// How many questions are worked on at once; others wait in line. Such work is mostly waiting for the language model, so there may be many.
    package var atOnce: Int
    /// For the whole of an answer, the wait in line included.
    package var deadline: Duration
    /// Of the texts around an answer, where the question does not tell its language.
    package var language: Language

    package init(
        passages: Int = 8, budget: Prompt.Budget = Prompt.Budget(), maximumTokens: Int = 1_024, atOnce: Int = 64,
        deadline: Duration = .seconds(180), language: Language = .english
    ) {
        self.passages = passages
        self.budget = budget
        self.maximumTokens = maximumTokens
        self.atOnce = atOnce
        self.deadline = deadline
        self.language = language
    }
}
