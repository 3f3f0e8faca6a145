import TestSupport
import Testing

@testable import docent

struct OrderedBatchesTests {
    @Test func `results come in the list's order, whichever batch is done first`() async throws {
        let ended = Observed<Set<Int>>([])
        var taken: [[Int]] = []
        try await OrderedBatches(size: 3, ahead: 2).run(Array(0..<10)) { batch in
            // The first waits for the second to be over.
            if batch[0] == 0 { try await ended.wait { $0.contains(3) } }
            ended.update { _ = $0.insert(batch[0]) }
            return batch
        } take: {
            taken.append($0)
        }
        #expect(taken == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]])
    }

    @Test(arguments: 1...4) func `no more are begun than may be ahead of what was handed over`(ahead: Int) async throws {
        let begun = Observed(0)
        var taken = 0
        try await OrderedBatches(size: 2, ahead: ahead).run(Array(0..<21)) { batch in
            begun.update { $0 += 1 }
            return batch.count
        } take: { count in
            #expect(begun.value <= taken / 2 + ahead)
            taken += count
        }
        #expect(taken == 21 && begun.value == 11)
    }

    private struct Refusal: Error {}

    @Test func `a failure ends it, and nothing after it is handed over`() async throws {
        var taken: [Int] = []
        await #expect(throws: Refusal.self) {
            try await OrderedBatches(size: 1, ahead: 1).run([1, 2, 3]) { batch in
                if batch == [2] { throw Refusal() }
                return batch[0]
            } take: {
                taken.append($0)
            }
        }
        #expect(taken == [1])
    }

    @Test func `of nothing comes nothing`() async throws {
        var taken: [[Int]] = []
        try await OrderedBatches(size: 1, ahead: 2).run([]) {
            $0
        } take: {
            taken.append($0)
        }
        #expect(taken.isEmpty)
    }
}
