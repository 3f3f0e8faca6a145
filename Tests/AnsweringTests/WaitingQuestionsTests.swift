@testable import Answering
import Base
import Embedding
import TestSupport
import Testing

struct WaitingQuestionsTests {
    /// Gives each text a vector of its own and notes which ones come together.
    private final class Noting: LocalEmbedder {
        let model = "m"
        let dimension = 1
        let calls = Observed<[[String]]>([])
        let problem = Observed<Problem?>(nil)

        func vectors(for questions: [String]) throws -> [[Float]] {
            calls.update { $0.append(questions) }
            if let problem = problem.value { throw problem }
            return questions.map(Self.vector)
        }

        static func vector(_ text: String) -> [Float] { [Float(text) ?? -1] }

        func embed(questions: [String]) async throws -> [[Float]] { try vectors(for: questions) }
        func embed(passages: [PassageInput]) async throws -> [[[Float]]] { [] }
    }

    private let embedder = Noting()

    private func line(_ count: Int, threads: Int = 2) -> (WaitingQuestions, [WaitingQuestions.Place]) {
        let waiting = WaitingQuestions(threads: threads)
        return (waiting, (0..<count).map { waiting.join("\($0)", for: embedder) })
    }

    private func ask(_ waiting: WaitingQuestions, _ places: [WaitingQuestions.Place], _ number: Int) throws {
        #expect(try waiting.vector(of: places[number], text: "\(number)", by: embedder) == [Float(number)])
        waiting.leave(places[number])
    }

    @Test func `a few that wait are computed along, but for those whose turn is next`() throws {
        let (waiting, places) = line(10)
        for number in places.indices { try ask(waiting, places, number) }
        // With two threads the one behind is about to be taken by the other.
        #expect(embedder.calls.value == [["0", "2", "3", "4"], ["1", "6", "7", "8"], ["5"], ["9"]])
    }

    @Test func `on one thread all that follow are computed along, and alone a question is computed alone`() throws {
        let (waiting, places) = line(5, threads: 1)
        for number in places.indices { try ask(waiting, places, number) }
        let late = waiting.join("7", for: embedder)
        #expect(try waiting.vector(of: late, text: "7", by: embedder) == [7])
        #expect(embedder.calls.value == [["0", "1", "2", "3"], ["4"], ["7"]])
    }

    @Test func `those of another model and those that have left are not computed along`() throws {
        let (waiting, places) = line(3, threads: 1)
        let other = Noting()
        let apart = waiting.join("8", for: other)
        waiting.leave(places[1])
        try ask(waiting, places, 0)
        #expect(try waiting.vector(of: apart, text: "8", by: other) == [8])
        #expect(embedder.calls.value == [["0", "2"]] && other.calls.value == [["8"]])
    }

    @Test func `what fails fails for all of them, and is tried anew for the next`() throws {
        let (waiting, places) = line(6, threads: 1)
        let problem = Problem(what: "cannot read the model", location: "", reason: "the disk is gone", remedy: "")
        embedder.problem.update { $0 = problem }
        for number in 0..<4 {
            #expect(throws: problem) { try waiting.vector(of: places[number], text: "\(number)", by: embedder) }
        }
        embedder.problem.update { $0 = nil }
        try ask(waiting, places, 4)
        #expect(embedder.calls.value == [["0", "1", "2", "3"], ["4", "5"]])
    }

    @Test func `on many threads each question gets its own vector`() async throws {
        let waiting = WaitingQuestions(threads: 3)
        let pool = BlockingPool(label: "test", width: 3)
        try await withThrowingTaskGroup { group in
            for number in 0..<600 {
                group.addTask { [embedder] in
                    let place = waiting.join("\(number)", for: embedder)
                    defer { waiting.leave(place) }
                    let vector = try await pool.run { try waiting.vector(of: place, text: "\(number)", by: embedder) }
                    #expect(vector == [Float(number)])
                }
            }
            try await group.waitForAll()
        }
        #expect(embedder.calls.value.allSatisfy { (1...WaitingQuestions.together).contains($0.count) })
    }
}
