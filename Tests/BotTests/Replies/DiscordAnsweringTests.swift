import Answering
import Base
import Discord
import Logging
import Synchronization
import TestSupport
import Testing

@testable import docent

@Suite(.timeLimit(.minutes(1))) struct DiscordAnsweringTests {
    /// A Discord that keeps what was sent.
    private final class Channel: DiscordMessaging {
        struct Sent: Equatable {
            var content: String
            var replyingTo: Snowflake?
        }
        private let state = Mutex((messages: [Snowflake: Sent](), order: [Snowflake](), typing: 0, failures: 0))

        var messages: [Sent] { state.withLock { state in state.order.compactMap { state.messages[$0] } } }
        var typing: Int { state.withLock { $0.typing } }
        /// The next so many changes fail.
        func fail(_ count: Int) { state.withLock { $0.failures = count } }

        private func change(_ body: (inout (messages: [Snowflake: Sent], order: [Snowflake], typing: Int, failures: Int)) -> Void) throws {
            try state.withLock { state in
                guard state.failures == 0 else {
                    state.failures -= 1
                    throw DeadlinePassed()
                }
                body(&state)
            }
        }

        func create(_ draft: MessageDraft, in channel: Snowflake) async throws -> Message {
            let id = Snowflake("m\(state.withLock { $0.order.count })-\(draft.replyingTo?.value ?? "")")
            try change {
                $0.messages[id] = Sent(content: draft.content, replyingTo: draft.replyingTo)
                $0.order.append(id)
            }
            return Message(id: id, channelID: channel)
        }
        func edit(_ message: Snowflake, in channel: Snowflake, to draft: MessageDraft) async throws {
            try change { $0.messages[message]?.content = draft.content }
        }
        func editButtons(of message: Snowflake, in channel: Snowflake, to buttons: [ButtonRow]) async throws {}
        func delete(_ message: Snowflake, in channel: Snowflake) async throws {}
        func message(_ message: Snowflake, in channel: Snowflake) async throws -> Message { Message(id: message, channelID: channel) }
        func startTyping(in channel: Snowflake) async throws { state.withLock { $0.typing += 1 } }
    }

    private let channel = Channel()
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func question(_ number: Int, _ text: String = "How does it work?") -> IncomingQuestion {
        IncomingQuestion(message: Snowflake("\(number)"), channel: "c", guild: "g", author: "a", authorName: "A", text: text)
    }

    private func run(
        _ events: [DiscordEvent], capacity: Int = 128, answer: @escaping @Sendable (Question) -> AsyncThrowingStream<AnswerEvent, any Error>
    ) async {
        let (stream, continuation) = AsyncStream<DiscordEvent>.makeStream(bufferingPolicy: .bufferingOldest(1_000))
        for event in events { continuation.yield(event) }
        continuation.finish()
        let pace = ReplyStream.Pace(edits: .zero, retry: .zero)
        await DiscordAnswering(
            events: stream, answer: answer, replier: Replier(messaging: channel, clock: ContinuousClock(), logger: logger, pace: pace),
            logger: logger, capacity: capacity
        ).run()
    }

    private static func whole(_ pieces: [String]) -> AsyncThrowingStream<AnswerEvent, any Error> {
        let passage = Passage(chunk: 0, text: "", title: "Manual")
        let answer = Answer(
            text: pieces.joined(), kind: .model("m"), sources: [CitedSource(number: 1, passage: passage)], revision: "r1", language: .english)
        let (stream, continuation) = AsyncThrowingStream<AnswerEvent, any Error>.makeStream(bufferingPolicy: .bufferingOldest(1_000))
        for piece in pieces { continuation.yield(.text(piece)) }
        continuation.yield(.finished(answer))
        continuation.finish()
        return stream
    }

    @Test func `an answer arrives whole with its sources`() async {
        await run([.question(question(1))]) { _ in Self.whole(["It works ", "well [1]."]) }
        #expect(channel.messages.map(\.content) == ["It works well [1].\n\n-# [1] Manual · index r1"])
        #expect(channel.messages.first?.replyingTo == "1")
    }

    @Test func `a long answer goes on in replies to the piece before`() async {
        let text = String(repeating: "A sentence of some length here. ", count: 150)
        await run([.question(question(1))]) { _ in Self.whole([text]) }
        #expect(channel.messages.count == 3)
        #expect(channel.messages.map(\.replyingTo) == ["1", "m0-1", "m1-m0-1"])
        #expect(channel.messages.allSatisfy { $0.content.utf16.count <= 2_000 })
    }

    @Test func `failures of delivery are outlasted`() async {
        channel.fail(3)
        await run([.question(question(1))]) { _ in Self.whole(["Text [1]."]) }
        #expect(channel.messages.map(\.content) == ["Text [1].\n\n-# [1] Manual · index r1"])
    }

    @Test func `an error becomes one polite sentence with a reference and no internals`() async {
        struct Internal: Error { var secret = "internals" }
        await run([.question(question(7, "¿Cómo funciona esto para mí?"))]) { _ in AsyncThrowingStream { throw Internal() } }
        #expect(channel.messages.map(\.content) == [FixedText.failed.text(in: .spanish).replacing("{reference}", with: "`7`")])
        let problem = Problem(.temporary, what: "no index", location: "", reason: "", remedy: "")
        await run([.question(question(8))]) { _ in AsyncThrowingStream { throw problem } }
        #expect(channel.messages.last?.content == FixedText.notReady.text(in: .english))
    }

    @Test func `a mention without a question is told how to ask`() async {
        await run([.emptyMention(question(1, ""))]) { _ in Self.whole([]) }
        #expect(channel.messages.map(\.content) == [FixedText.howToAsk.text(in: .english)])
    }

    @Test func `twenty conversations do not hold one another up, and one too many is refused`() async {
        let waiting = Mutex(0)
        let everybody = Wakeup()
        // Each answer ends only when all twenty have begun.
        await run((1...21).map { .question(question($0)) }, capacity: 20) { question in
            let first = Self.whole(["Text [1]."])
            let isOpen = Mutex(false)
            return AsyncThrowingStream {
                if !isOpen.withLock({ opened in
                    defer { opened = true }
                    return opened
                }) {
                    waiting.withLock { $0 += 1 }
                    while waiting.withLock({ $0 }) < 20 { await Task.yield() }
                    everybody.ring()
                }
                var iterator = first.makeAsyncIterator()
                return try await iterator.next()
            }
        }
        let contents = channel.messages.map(\.content)
        #expect(contents.count { $0.hasPrefix("Text [1].") } == 20)
        #expect(contents.count { $0 == FixedText.busy.text(in: .english) } == 1)
        #expect(channel.typing <= 20)
    }
}
