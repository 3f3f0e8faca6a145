import Foundation
import Logging
import State
import Testing

@testable import Answering

@Suite(.timeLimit(.minutes(1))) final class AnswerArchiveTests {
    private let path = "\(NSTemporaryDirectory())docent-archive-\(UUID().uuidString).sqlite"
    private let archive: AnswerArchive
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws { archive = AnswerArchive(try StateDatabase(path: path)) }

    deinit {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }

    private func answer(_ text: String = "At nine [1].", _ kind: Answer.Kind = .model("m"), revision: String = "r1", isWhole: Bool = true) -> Answer {
        let passage = Passage(chunk: 3, text: "It opens at nine.", title: "Hours", page: 2, score: 0.25, arms: ["words": 1, "vectors": 0.5])
        return Answer(
            text: text, kind: kind, sources: [CitedSource(number: 1, passage: passage)], revision: revision, language: .english, isWhole: isWhole)
    }

    private func cache(_ lifetime: Duration = .seconds(3_600), writer: String = "m 8") -> AnswerCache {
        AnswerCache(archive, lifetime: lifetime, writer: writer, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test func `an answer is found again by its key, after a restart too`() async throws {
        let key = try await archive.keep(answer(), now: start)
        let again = AnswerArchive(try StateDatabase(path: path))
        #expect(try await again.answer(key) == answer())
        #expect(try await again.answer("other") == nil)
        // Not so long that it would not fit into a button's id.
        #expect(key.count <= 13)
    }

    @Test func `each person has one vote on an answer, and may change it`() async throws {
        let key = try await archive.keep(answer(), now: start)
        #expect(try await archive.note(.up, by: "ana", on: key, now: start) != nil)
        #expect(try await archive.note(.up, by: "bo", on: key, now: start) != nil)
        #expect(try await archive.note(.down, by: "ana", on: key, now: start) != nil)
        #expect(try await archive.votes(on: key) == [.up: 1, .down: 1])
        #expect(try await archive.note(.up, by: "ana", on: "made up", now: start) == nil)
        try await archive.forget(voter: "ana")
        #expect(try await archive.votes(on: key) == [.up: 1])
    }

    @Test func `what members think of an index is told by revision, from a moment on, and by how many of them`() async throws {
        let (first, second) = (try await archive.keep(answer("a [1]."), now: start), try await archive.keep(answer("b [1]."), now: start))
        let other = try await archive.keep(answer(revision: "r2"), now: start)
        #expect(try await archive.note(.down, by: "ana", on: first, now: start) == "r1")
        _ = try await archive.note(.down, by: "ana", on: second, now: start.addingTimeInterval(5))
        _ = try await archive.note(.down, by: "bo", on: second, now: start.addingTimeInterval(5))
        _ = try await archive.note(.up, by: "bo", on: first, now: start.addingTimeInterval(6))
        _ = try await archive.note(.down, by: "cy", on: other, now: start)
        #expect(try await archive.opinion(of: "r1", since: start) == Opinion(up: 1, down: 3, critics: 2))
        #expect(try await archive.opinion(of: "r1", since: start.addingTimeInterval(6)) == Opinion(up: 1))
        #expect(try await archive.opinion(of: "r3", since: start) == Opinion())
    }

    @Test func `old answers go`() async throws {
        let key = try await archive.keep(answer(), now: start)
        _ = try await archive.keep(answer(), now: start.addingTimeInterval(30 * 86_400 + 1))
        #expect(try await archive.answer(key) == nil)
    }

    @Test func `the same question gets the same answer from the same index, for a while`() async throws {
        let question = Question(text: "When does it open?")
        let cache = cache()
        let key = try await archive.keep(answer(), to: cache.request(question, of: answer()), now: start)
        #expect(await cache.answer(to: Question(text: " when does IT\nopen? "), revision: "r1", now: start) == answer())
        #expect(await cache.answer(to: Question(text: "When does it close?"), revision: "r1", now: start) == nil)
        #expect(await cache.answer(to: question, revision: "r2", now: start) == nil)
        #expect(await cache.answer(to: question, revision: "r1", now: start.addingTimeInterval(3_601)) == nil)
        #expect(await self.cache(writer: "other 8").answer(to: question, revision: "r1", now: start) == nil)
        // In a conversation or about a file it is another question.
        let turn = Turn(question: "q", answer: "a")
        #expect(await cache.answer(to: Question(text: question.text, history: [turn]), revision: "r1", now: start) == nil)
        #expect(await cache.answer(to: Question(text: question.text, attached: "x"), revision: "r1", now: start) == nil)
        // Given again it is kept once, so that votes come together.
        #expect(try await archive.keep(answer(), to: cache.request(question, of: answer()), now: start) == key)
        // Until somebody thinks ill of it.
        _ = try await archive.note(.down, by: "ana", on: key, now: start)
        #expect(await cache.answer(to: question, revision: "r1", now: start) == nil)
    }

    @Test func `only what a model has written to its end is given again`() {
        let (question, cache) = (Question(text: "?"), cache())
        #expect(cache.request(question, of: answer()) != nil)
        #expect(cache.request(question, of: answer("x", .extracts)) == nil)
        #expect(cache.request(question, of: answer("x", .nothingFound)) == nil)
        #expect(cache.request(question, of: answer(isWhole: false)) == nil)
        #expect(self.cache(.zero).request(question, of: answer()) == nil)
    }
}
