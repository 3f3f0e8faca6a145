import Base
import Foundation
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

    @Test func `its threads end with its work`() async throws {
        weak var old: BlockingPool?
        do {
            let pool = BlockingPool(label: "test", width: 4)
            old = pool
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { try await pool.run {} } }
                try await group.waitForAll()
            }
        }
        // Each of its threads holds it.
        while old != nil { await Task.yield() }
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

    @Test func `as many calls run at once as the pool is wide, however few cores there are`() async throws {
        let pool = BlockingPool(label: "test", width: 32)
        let meeting = Meeting(of: 32)
        let met = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 { group.addTask { try await pool.run { meeting.wait() } } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(met == Array(repeating: true, count: 32))
    }
}

/// Lets nobody go on before everybody is there.
private final class Meeting: Sendable {
    private let condition = NSCondition()
    private let expected: Int
    /// Read and written with the condition locked.
    private nonisolated(unsafe) var arrived = 0

    init(of expected: Int) { self.expected = expected }

    /// Whether all came within ten seconds.
    func wait() -> Bool {
        condition.withLock {
            arrived += 1
            condition.broadcast()
            let deadline = Date.now.addingTimeInterval(10)
            while arrived < expected { guard condition.wait(until: deadline) else { return false } }
            return true
        }
    }
}
