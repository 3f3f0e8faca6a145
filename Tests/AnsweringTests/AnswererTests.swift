import Answering
import Base
import LanguageModel
import Logging
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct AnswererTests {
    /// Gives what it was made with.
    private struct ScriptedRetriever: Retrieving {
        var outcome: Result<Retrieval, Problem>
        func retrieve(_ question: Question, top: Int) async throws -> Retrieval { try outcome.get() }
    }

    /// Says its pieces, then ends or fails.
    private struct ScriptedModel: ChatModel {
        var pieces: [String]
        var error: ChatError?
        var finishReason = "stop"

        func complete(_ request: ChatRequest) -> AsyncThrowingStream<ChatEvent, any Error> {
            let (stream, continuation) = AsyncThrowingStream<ChatEvent, any Error>.makeStream(bufferingPolicy: .bufferingOldest(100))
            for piece in pieces { continuation.yield(.text(piece)) }
            if error == nil { continuation.yield(.finished(ChatSummary(model: "m", finishReason: finishReason))) }
            continuation.finish(throwing: error)
            return stream
        }
    }

    private static let retrieval = Retrieval(
        passages: [
            Passage(chunk: 4, text: "The office opens at nine. It closes at five.", title: "Hours"),
            Passage(chunk: 5, text: "Holidays are twenty days.", title: "Leave"),
        ], revision: "r1")
    private static let question = Question(text: "When does the office open?")

    private func answer(
        _ model: ScriptedModel?, _ outcome: Result<Retrieval, Problem> = .success(retrieval)
    ) async throws -> (events: [AnswerEvent], answer: Answer) {
        let answerer = Answerer(
            retriever: ScriptedRetriever(outcome: outcome), model: model, clock: ContinuousClock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var events: [AnswerEvent] = []
        for try await event in answerer.answer(Self.question) { events.append(event) }
        guard case .finished(let answer) = events.last else { throw CancellationError() }
        let said = events.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined()
        #expect(said == answer.text, "what was said is the answer")
        return (events, answer)
    }

    @Test func `an answer is streamed, its sources are those that it cites, in that order`() async throws {
        let (events, answer) = try await answer(ScriptedModel(pieces: ["Twenty days [", "2]. At nine", " [1], not [7]."]))
        #expect(events.first == .retrieved(Self.retrieval))
        #expect(answer.text == "Twenty days [2]. At nine [1], not.")
        #expect(answer.sources.map(\.number) == [2, 1])
        #expect(answer.sources.first?.passage.title == "Leave")
        #expect(answer.isWhole && answer.kind == .model("m") && answer.revision == "r1" && answer.language == .english)
    }

    @Test(
        arguments: [
            (ScriptedModel(pieces: ["At nine [1]."]), Result.success(retrieval), AnswerOutcome.model), (nil, .success(retrieval), .extracts),
            (ScriptedModel(pieces: [], error: .noCredit(reason: "x")), .success(retrieval), .extracts),
            (nil, .success(Retrieval(passages: [], revision: "r1")), .nothingFound), (nil, .failure(.noIndex), .failed),
        ] as [(ScriptedModel?, Result<Retrieval, Problem>, AnswerOutcome)])
    private func `whoever counts learns once how an answer ended`(model: ScriptedModel?, found: Result<Retrieval, Problem>, end: AnswerOutcome)
        async throws
    {
        let outcomes = Observed<[AnswerOutcome]>([])
        let answerer = Answerer(
            retriever: ScriptedRetriever(outcome: found), model: model, clock: ContinuousClock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, observe: { outcome in outcomes.update { $0.append(outcome) } })
        do { for try await _ in answerer.answer(Self.question) {} } catch { #expect(end == .failed) }
        #expect(outcomes.value == [end])
    }

    @Test func `without a language model the answer is extracts, labelled so`() async throws {
        let (_, answer) = try await answer(nil)
        #expect(answer.kind == .extracts)
        #expect(answer.text.hasPrefix("Extracts from the documents:\n\n> The office opens at nine."))
        #expect(answer.sources.map(\.number) == [1, 2])
    }

    @Test func `a model that fails before its first word is replaced by extracts, with a note`() async throws {
        let (_, answer) = try await answer(ScriptedModel(pieces: [], error: .noCredit(reason: "x")))
        #expect(answer.kind == .extracts)
        #expect(answer.text.hasPrefix("The language model does not answer at the moment."))
    }

    @Test func `a model that fails midway leaves what it said, and that it broke off`() async throws {
        let (_, answer) = try await answer(ScriptedModel(pieces: ["At nine [1]", " and\n```\ncode"], error: .broken(reason: "x")))
        #expect(answer.text == "At nine [1] and\n```\ncode\n```\n\n*The answer broke off here. Ask again in a moment.*")
        #expect(answer.sources.map(\.number) == [1] && !answer.isWhole)
    }

    @Test func `an answer cut at its greatest length says so`() async throws {
        let (_, answer) = try await answer(ScriptedModel(pieces: ["At nine [1]"], finishReason: "length"))
        #expect(answer.text.hasSuffix("*The answer has reached its greatest length. Ask for the part that is missing.*"))
    }

    @Test func `nothing relevant gives the fixed text, and the model is not asked`() async throws {
        let (_, answer) = try await answer(ScriptedModel(pieces: ["invented"]), .success(Retrieval(passages: [], revision: "r1")))
        #expect(answer.kind == .nothingFound && answer.sources.isEmpty)
        #expect(answer.text == FixedText.nothingFound.text(in: .english))
    }

    @Test func `without an index the problem is passed on`() async {
        let problem = Problem(.temporary, what: "no index", location: "", reason: "none", remedy: "Wait.")
        await #expect(throws: problem) { try await answer(nil, .failure(problem)) }
    }

    @Test func `a question that waits too long for its turn is given up`() async throws {
        let clock = ManualClock()
        let answerer = Answerer(
            retriever: ScriptedRetriever(outcome: .success(Self.retrieval)), model: nil, options: AnswerOptions(atOnce: 1), clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        // Holds the one place for as long as it is not read to its end.
        let first = answerer.answer(Self.question)
        var iterator = first.makeAsyncIterator()
        _ = try await iterator.next()
        async let passing: Void = {
            await clock.waitForSleepers()
            clock.advance(by: .seconds(180))
        }()
        await #expect(throws: Problem.self) { for try await _ in answerer.answer(Self.question) {} }
        await passing
        while try await iterator.next() != nil {}
        var count = 0
        for try await _ in answerer.answer(Self.question) { count += 1 }
        #expect(count == 3)
    }
}
