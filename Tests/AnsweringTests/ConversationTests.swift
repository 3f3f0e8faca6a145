import Base
import Foundation
import State
import TestSupport
import Testing

@testable import Answering

@Suite(.timeLimit(.minutes(1))) final class ConversationTests {
    private let path = "\(NSTemporaryDirectory())docent-conversations-\(UUID().uuidString).sqlite"
    private let store: ConversationStore
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws { store = ConversationStore(try StateDatabase(path: path), lifetime: .seconds(3_600)) }

    deinit {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }

    /// Asks `question` in a place and has it answered by the message `m-<question>`.
    private func say(
        _ question: String, in place: String = "c", asker: String = "ana", repliesTo: String? = nil, isOne: Bool = false, minutes: Double = 0
    ) async throws {
        try await store.add(
            KeptTurn(
                question: question, messages: ["m-\(question)", "m2-\(question)"], asker: asker, place: place,
                turn: Turn(question: "Q \(question)", answer: "A \(question)"), time: start + minutes * 60),
            after: Continuation(repliesTo: repliesTo, place: place, isOneConversation: isOne))
    }

    private func before(repliesTo: String? = nil, in place: String = "c", isOne: Bool = false, minutes: Double = 0) async throws -> [String] {
        try await store.conversation(Continuation(repliesTo: repliesTo, place: place, isOneConversation: isOne), now: start + minutes * 60)
            .turns.map(\.question)
    }

    @Test func `a reply goes on from the turn that it replies to, whichever message of it`() async throws {
        try await say("1")
        try await say("2", repliesTo: "m-1")
        try await say("other")
        try await say("3", repliesTo: "m2-2")
        #expect(try await before(repliesTo: "m-3") == ["1", "2", "3"])
        // To an earlier answer: another branch of the same conversation.
        #expect(try await before(repliesTo: "m-2") == ["1", "2"])
        // To the question itself, and to nothing that is known.
        #expect(try await before(repliesTo: "2") == ["1", "2"])
        #expect(try await before(repliesTo: "m-unknown") == [])
        #expect(try await before() == [])
    }

    @Test func `a thread is one conversation, and goes on from the message that it hangs on`() async throws {
        try await say("1")
        #expect(try await before(in: "m-1", isOne: true) == ["1"])
        try await say("2", in: "m-1", isOne: true)
        try await say("3", in: "m-1", asker: "bo", isOne: true)
        #expect(try await before(in: "m-1", isOne: true) == ["1", "2", "3"])
        #expect(try await before(in: "c") == [])
    }

    @Test func `a conversation ends some time after its last turn`() async throws {
        try await say("1", minutes: 0)
        try await say("2", repliesTo: "m-1", minutes: 50)
        #expect(try await before(repliesTo: "m-2", minutes: 59) == ["1", "2"])
        #expect(try await before(repliesTo: "m-2", minutes: 70) == ["2"])
        #expect(try await before(repliesTo: "m-2", minutes: 111) == [])
        try await say("3", minutes: 200)
        #expect(try await before(repliesTo: "m-2", minutes: 0) == [], "what is over is dropped")
    }

    @Test func `it survives a restart`() async throws {
        try await say("1")
        let again = ConversationStore(try StateDatabase(path: path), lifetime: .seconds(3_600))
        let turns = try await again.conversation(Continuation(repliesTo: "m-1", place: "c", isOneConversation: false), now: start).turns
        #expect(turns.map(\.turn) == [Turn(question: "Q 1", answer: "A 1")] && turns.first?.messages == ["m-1", "m2-1"])
    }

    @Test func `a member's turns are forgotten, those of others stay`() async throws {
        try await say("1")
        try await say("2", asker: "bo", repliesTo: "m-1")
        try await say("3", repliesTo: "m-2")
        #expect(try await store.forget(asker: "ana") == 2)
        #expect(try await before(repliesTo: "m-3") == [])
        #expect(try await before(repliesTo: "m-2") == ["2"])
        #expect(try await store.forget(asker: "ana") == 0)
    }

    @Test func `a changed question replaces its turn, and does not follow itself`() async throws {
        try await say("1", in: "t", isOne: true)
        try await say("2", in: "t", isOne: true)
        try await say("2", in: "t", isOne: true, minutes: 1)
        #expect(try await before(in: "t", isOne: true) == ["1", "2"])
        #expect(try await store.remove(question: "2")?.messages == ["m-2", "m2-2"])
        #expect(try await store.remove(question: "2") == nil)
        #expect(try await before(in: "t", isOne: true) == ["1"])
    }

    @Test func `without a lifetime nothing is kept`() async throws {
        let none = ConversationStore(try StateDatabase(path: path), lifetime: .zero)
        let turn = KeptTurn(question: "1", messages: ["m"], asker: "a", place: "c", turn: Turn(question: "q", answer: "a"), time: start)
        try await none.add(turn, after: Continuation(place: "c", isOneConversation: true))
        #expect(try await store.conversation(Continuation(place: "c", isOneConversation: true), now: start).turns == [])
    }

    @Test func `the history is the last turns, shortened, without citations`() {
        let turns = (0..<9).map { number in
            KeptTurn(
                question: "\(number)", messages: [], asker: "a", place: "c",
                turn: Turn(
                    question: String(repeating: "why ", count: 50), answer: "\(number) days [1], or [2][3]. \(String(repeating: "more ", count: 50))"),
                time: start)
        }
        let history = Conversation(turns).history(within: .init(turns: 3, question: 20, lastAnswer: 60, answer: 30))
        #expect(history.count == 3)
        #expect(history.allSatisfy { $0.question == "why why why why why …" })
        #expect(history.map { $0.answer.hasPrefix("6 days, or. more") } == [true, false, false])
        #expect(history.map(\.answer.count).allSatisfy { $0 <= 62 } && history[2].answer.count > 50 && history[1].answer.count <= 32)
    }
}
