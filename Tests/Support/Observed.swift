import Base
import Synchronization

/// A value that several threads change and tests wait for.
package final class Observed<Value: Sendable>: Sendable {
    private struct Watcher {
        var isMet: @Sendable (Value) -> Bool
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var value: Value
        var watchers: [Int: Watcher] = [:]
        var count = 0
    }

    private let state: Mutex<State>

    package init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    /// As it is now.
    package var value: Value { state.withLock(\.value) }

    /// Changes the value, and wakes those who waited for it to be so.
    @discardableResult
    package func update<Result: Sendable>(_ change: (inout Value) -> Result) -> Result {
        let (result, met) = state.withLock { state in
            let result = change(&state.value)
            let met = state.watchers.filter { $0.value.isMet(state.value) }
            for number in met.keys { state.watchers[number] = nil }
            return (result, met.values.map { $0.continuation })
        }
        for continuation in met { continuation.resume() }
        return result
    }

    /// Returns when the value is so.
    /// - Throws: `DeadlinePassed` when it is not in time.
    package func wait(within limit: Duration = .seconds(20), until isMet: @escaping @Sendable (Value) -> Bool) async throws {
        try await withDeadline(.now + limit, clock: ContinuousClock()) { await self.watch(isMet) }
    }

    /// Returns when the value is so, or on cancellation.
    package func watch(_ isMet: @escaping @Sendable (Value) -> Bool) async {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled || isMet(state.value) { return true }
                    state.watchers[number] = Watcher(isMet: isMet, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.watchers.removeValue(forKey: number) }?.continuation.resume()
        }
    }
}
