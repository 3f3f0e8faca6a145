import Answering
import Base
import Discord
import Foundation
import Logging
import Synchronization
import Testing

@testable import docent

@Suite(.timeLimit(.minutes(1))) struct ReplierTests {
    /// A place for a reply that keeps what was sent.
    private final class Place: ReplyTarget {
        struct Sent: Equatable {
            var content: String
            var previous: Snowflake?
            var buttons: [String]
        }
        private struct State {
            var sent: [Snowflake: Sent] = [:]
            var order: [Snowflake] = []
            var typing = 0
            var nonces: [String] = []
            var failures = 0
            var error: any Error = DeadlinePassed()
        }
        private let state = Mutex(State())

        var messages: [Sent] { state.withLock { state in state.order.compactMap { state.sent[$0] } } }
        var typing: Int { state.withLock(\.typing) }
        /// Of each try to create a message.
        var nonces: [String] { state.withLock(\.nonces) }

        /// The next so many changes fail.
        func fail(_ count: Int, _ error: any Error = DeadlinePassed()) { state.withLock { ($0.failures, $0.error) = (count, error) } }

        private func change<Value>(_ body: (inout State) -> Value) throws -> Value {
            try state.withLock { state in
                guard state.failures == 0 else {
                    state.failures -= 1
                    throw state.error
                }
                return body(&state)
            }
        }

        func showTyping() async throws { state.withLock { $0.typing += 1 } }

        func create(_ content: String, buttons: [ButtonRow], after previous: Snowflake?, nonce: String?) async throws -> Snowflake {
            state.withLock { $0.nonces.append(nonce ?? "") }
            return try change { state in
                let id = Snowflake("m\(state.order.count)")
                state.sent[id] = Sent(content: content, previous: previous, buttons: Self.ids(buttons))
                state.order.append(id)
                return id
            }
        }

        func edit(_ message: Snowflake, to content: String, buttons: [ButtonRow]) async throws {
            try change { state in
                state.sent[message]?.content = content
                state.sent[message]?.buttons = Self.ids(buttons)
            }
        }

        func delete(_ message: Snowflake) async throws {
            try change { state in
                state.sent[message] = nil
                state.order.removeAll { $0 == message }
            }
        }

        private static func ids(_ rows: [ButtonRow]) -> [String] {
            rows.flatMap(\.buttons).compactMap { if case .press(let id) = $0.action { id } else { nil } }
        }
    }

    private struct Internal: Error { var secret = "internals" }

    private let place = Place()
    private let control = ReplyControl()
    private let replier = Replier(
        clock: ContinuousClock(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        pace: ReplyStream.Pace(edits: .zero, retry: .zero))

    private func job(
        heading: String = "", key: String? = "key", notes: [String] = [],
        _ answer: @escaping @Sendable () async throws -> AsyncThrowingStream<AnswerEvent, any Error>
    ) -> ReplyJob {
        ReplyJob(
            reference: "7", language: .english, heading: heading, answer: answer, keep: { _ in key }, notes: { notes },
            apology: { "Sorry: \($0 is Internal ? "`7`" : "?")" })
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

    /// Says something and then no more.
    private static func unending(_ text: String) -> AsyncThrowingStream<AnswerEvent, any Error> {
        let (stream, continuation) = AsyncThrowingStream<AnswerEvent, any Error>.makeStream(bufferingPolicy: .bufferingOldest(10))
        continuation.yield(.text(text))
        return AsyncThrowingStream {
            defer { withExtendedLifetime(continuation) {} }
            var iterator = stream.makeAsyncIterator()
            return try await iterator.next()
        }
    }

    @Test func `an answer arrives whole with its heading, its sources, its notes and its buttons`() async {
        let outcome = await replier.reply(
            job(heading: "> How?\n", notes: ["-# note"]) { Self.whole([" ", "It works ", "well [1]."]) }, on: place, obeying: control)
        #expect(place.messages.map(\.content) == ["> How?\n It works well [1].\n\n-# [1] Manual · index r1\n-# note"])
        #expect(place.messages.map(\.buttons) == [["1:up:key", "1:down:key", "1:passages:key"]])
        #expect(outcome == ReplyOutcome(ending: .delivered, messages: ["m0"], said: " It works well [1]."))
        #expect(place.typing <= 1)
    }

    @Test func `an answer that is not kept has no buttons`() async {
        _ = await replier.reply(job(key: nil) { Self.whole(["Text [1]."]) }, on: place, obeying: control)
        #expect(place.messages.map(\.buttons) == [[]])
    }

    @Test func `a long answer goes on below the message before`() async {
        let text = String(repeating: "A sentence of some length here. ", count: 150)
        let outcome = await replier.reply(job { Self.whole([text]) }, on: place, obeying: control)
        #expect(place.messages.map(\.previous) == [nil, "m0", "m1"] && outcome.messages == ["m0", "m1", "m2"])
        #expect(place.messages.allSatisfy { $0.content.utf16.count <= 2_000 } && place.messages.map(\.buttons.count) == [0, 0, 3])
    }

    @Test func `failures of delivery are outlasted, those that last are not`() async {
        place.fail(3)
        #expect(await replier.reply(job { Self.whole(["Text [1]."]) }, on: place, obeying: control).ending == .delivered)
        #expect(place.messages.count == 1)
        for error in [ReplyError.expired, .uncertain] {
            place.fail(1, error)
            #expect(await replier.reply(job { Self.whole(["Text [1]."]) }, on: place, obeying: control).ending == .undelivered)
        }
        #expect(place.messages.count == 1)
    }

    @Test func `a message that is tried again keeps its nonce, and each message has its own`() async {
        place.fail(3)
        let text = String(repeating: "A sentence of some length here. ", count: 80)
        _ = await replier.reply(job { Self.whole([text]) }, on: place, obeying: control)
        #expect(place.messages.count == 2 && place.nonces.count == 5)
        #expect(Set(place.nonces.prefix(4)).count == 1 && Set(place.nonces).count == 2)
        #expect(place.nonces.allSatisfy { (1...25).contains($0.count) })
    }

    @Test(arguments: ["So far", ""]) func `when the process is about to end, the answer stays as far as it is and its reader is told`(said: String)
        async
    {
        async let reply = replier.reply(job { Self.unending(said) }, on: place, obeying: control)
        while place.typing == 0, place.messages.isEmpty { await Task.yield() }
        control.post(.leave)
        let outcome = await reply
        let word = "*I am being restarted. Ask again in a moment.*"
        #expect(outcome.ending == .delivered)
        // The word may come before the first text has been read.
        #expect(place.messages.map(\.content) == [word] || place.messages.map(\.content) == ["So far\n\n\(word)"])
        #expect(place.messages.map(\.buttons) == [[]])
    }

    @Test func `an error becomes one sentence, also after a part of the answer`() async {
        _ = await replier.reply(job { AsyncThrowingStream { throw Internal() } }, on: place, obeying: control)
        #expect(place.messages.map(\.content) == ["Sorry: `7`"])
        let isSaid = Mutex(false)
        _ = await replier.reply(
            job {
                AsyncThrowingStream {
                    if isSaid.withLock({ said in
                        defer { said = true }
                        return said
                    }) {
                        throw Internal()
                    }
                    return .text("So far")
                }
            }, on: place, obeying: control)
        #expect(place.messages.last?.content == "So far\n\nSorry: `7`" && place.messages.last?.buttons == [])
    }

    @Test func `stopped, an answer stays as far as it is, and says so`() async throws {
        async let reply = replier.reply(job { Self.unending("So far ```code") }, on: place, obeying: control)
        while place.messages.first?.content != "So far ```code\n```" { await Task.yield() }
        #expect(place.messages.first?.buttons == ["1:stop:7"])
        control.post(.stop)
        let outcome = await reply
        #expect(outcome == ReplyOutcome(ending: .delivered, messages: ["m0"], said: "So far ```code"))
        #expect(place.messages.map(\.content) == ["So far ```code\n```\n\n*Stopped as asked.*"] && place.messages.map(\.buttons) == [[]])
    }

    @Test func `retracted, it goes; changed, it stays for the next`() async {
        async let first = replier.reply(job { Self.unending("So far") }, on: place, obeying: control)
        while place.messages.isEmpty { await Task.yield() }
        control.post(.ask("Another?"))
        #expect(await first == ReplyOutcome(ending: .replaced(by: "Another?"), messages: ["m0"], said: "So far"))
        let again = await replier.reply(job { Self.whole(["New [1]."]) }, on: place, existing: ["m0"], obeying: control)
        #expect(again.messages == ["m0"] && place.messages.map(\.content) == ["New [1].\n\n-# [1] Manual · index r1"])
        async let last = replier.reply(job { Self.unending("So far") }, on: place, existing: ["m0"], obeying: control)
        while place.messages.first?.content != "So far" { await Task.yield() }
        control.post(.retract)
        #expect(await last == ReplyOutcome(ending: .retracted, messages: [], said: "So far"))
        #expect(place.messages == [])
    }
}
