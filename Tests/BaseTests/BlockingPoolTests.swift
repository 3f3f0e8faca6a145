import Base
import Synchronization
import Testing

@Suite struct BlockingPoolTests {
    @Test func `no more calls run at once than the pool is wide, and all are served`() async throws {
        let pool = BlockingPool(label: "test", width: 3)
        let gauge = Gauge()
        let results = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                group.addTask {
                    try await pool.run {
                        gauge.enter()
                        defer { gauge.leave() }
                        return number
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.sorted() == Array(0..<200))
        #expect(gauge.most <= 3)
    }

    @Test func `what the body throws reaches the caller`() async {
        struct Failure: Error, Equatable {}
        await #expect(throws: Failure()) { try await BlockingPool(label: "test", width: 1).run { throw Failure() } }
    }

    @Test func `a call cancelled before its turn is not begun`() async throws {
        let pool = BlockingPool(label: "test", width: 1)
        let gauge = Gauge()
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask { try await pool.run { gauge.enter() } }
                try await group.waitForAll()
            }
        }
        #expect(gauge.most == 0)
    }

    /// Counts how many are inside at once.
    private final class Gauge: Sendable {
        private let state = Mutex((now: 0, most: 0))

        var most: Int { state.withLock { $0.most } }

        func enter() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func leave() {
            state.withLock { $0.now -= 1 }
        }
    }
}
