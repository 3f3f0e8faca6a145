import Foundation
import Synchronization

/// A few threads of its own for calls that block or compute for long (FAISS, SQLite, file hashing), so that the cooperative pool,
/// which has a thread for each core and no more, keeps serving everybody else.
package final class BlockingPool: Sendable {
    private let queue: DispatchQueue
    private let state: Mutex<State>

    private struct State {
        var free: Int
        var waiting: [@Sendable () -> Void] = []
    }

    /// - Parameter width: How many calls run at once, at least 1; more wait in order.
    package init(label: String, width: Int) {
        queue = DispatchQueue(label: label, attributes: .concurrent)
        state = Mutex(State(free: max(width, 1)))
    }

    /// Runs `body` on one of the pool's threads and returns what it returns.
    ///
    /// A cancelled caller still waits for its turn to come up, but then `body` is not begun.
    /// - Throws: What `body` throws, or `CancellationError`.
    package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        let cancelled = Mutex(false)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                submit {
                    continuation.resume(
                        with: Result {
                            if cancelled.withLock({ $0 }) { throw CancellationError() }
                            return try body()
                        })
                }
            }
        } onCancel: {
            cancelled.withLock { $0 = true }
        }
    }

    private func submit(_ job: @escaping @Sendable () -> Void) {
        let starts = state.withLock { state in
            guard state.free > 0 else {
                state.waiting.append(job)
                return false
            }
            state.free -= 1
            return true
        }
        if starts { queue.async { self.work(job) } }
    }

    private func work(_ first: @Sendable () -> Void) {
        first()
        while let next = state.withLock({ state -> (@Sendable () -> Void)? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }) {
            next()
        }
    }
}
