import Synchronization

/// A few threads of its own for calls that block or compute for long (FAISS, SQLite, file hashing), so that the cooperative pool,
/// which has a thread for each core and no more, keeps serving everybody else.
///
/// The threads are its own, made when there is work and gone with the last of it. Dispatch's concurrent queues would not do: all of them
/// share as many threads as there are cores, so that a long call in one pool would hold up the calls of every other.
package final class BlockingPool: Sendable {
    private typealias Job = @Sendable (_ hasThread: Bool) -> Void

    private let label: String
    private let width: Int
    private let state: Mutex<State>

    private struct State {
        /// How many threads there may be still.
        var free: Int
        var waiting: [Job] = []
    }

    /// - Parameter width: How many calls run at once, at least 1; more wait in order.
    package init(label: String, width: Int) {
        self.label = label
        self.width = max(width, 1)
        state = Mutex(State(free: self.width))
    }

    /// Runs `body` on one of the pool's threads and returns what it returns.
    ///
    /// A cancelled caller still waits for its turn to come up, but then `body` is not begun.
    /// - Throws: What `body` throws, `CancellationError`, or `Problem` when the process may have no more threads.
    package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        let cancelled = Mutex(false)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                submit { hasThread in
                    continuation.resume(
                        with: Result {
                            guard hasThread else { throw self.noThread }
                            if cancelled.withLock({ $0 }) { throw CancellationError() }
                            return try body()
                        })
                }
            }
        } onCancel: {
            cancelled.withLock { $0 = true }
        }
    }

    private var noThread: Problem {
        Problem(
            .temporary, what: "cannot start a thread", location: "pool \(label)", reason: "the process has reached its limit of threads",
            remedy: "Raise the limit on processes and threads (pids) of this container or user.")
    }

    /// Has `job` done by a thread that is there already or, where there may be one more, by a new one.
    /// - Parameter job: Told whether it may do its work; not so when there is no thread to be had for it.
    private func submit(_ job: @escaping Job) {
        let starts = state.withLock { state in
            state.waiting.append(job)
            guard state.free > 0 else { return false }
            state.free -= 1
            return true
        }
        guard starts, OwnThread(body: work) == nil else { return }
        // The threads that are there do it in its turn. If there is none, nobody ever would.
        let abandoned = state.withLock { state -> [Job] in
            state.free += 1
            guard state.free == width else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for job in abandoned { job(false) }
    }

    /// A thread's body: goes on until nothing waits.
    @Sendable private func work() {
        while let job = state.withLock({ state -> Job? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }) {
            job(true)
        }
    }
}
