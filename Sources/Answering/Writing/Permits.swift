import Synchronization

/// A number of places for work that may go on at once. Whoever finds none waits in line.
package final class Permits: Sendable {
    /// A place, given back when the last holder lets go of it.
    package final class Permit: Sendable {
        private let permits: Permits

        fileprivate init(_ permits: Permits) {
            self.permits = permits
        }

        deinit {
            permits.release()
        }
    }

    private struct State {
        var free: Int
        var nextNumber = 0
        var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
        /// Numbers cancelled before they stood in line.
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    package init(_ count: Int) {
        state = Mutex(State(free: max(count, 1)))
    }

    /// Waits for a place.
    /// - Throws: `CancellationError`.
    package func acquire() async throws -> Permit {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        let isGranted = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome: Bool? = state.withLock { state in
                    if state.cancelled.remove(number) != nil { return false }
                    guard state.free == 0 else {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((number, continuation))
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            let waiting = state.withLock { state -> CheckedContinuation<Bool, Never>? in
                guard let place = state.waiting.firstIndex(where: { $0.number == number }) else {
                    state.cancelled.insert(number)
                    return nil
                }
                return state.waiting.remove(at: place).continuation
            }
            waiting?.resume(returning: false)
        }
        state.withLock { _ = $0.cancelled.remove(number) }
        guard isGranted else { throw CancellationError() }
        return Permit(self)
    }

    private func release() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst().continuation }
            state.free += 1
            return nil
        }
        next?.resume(returning: true)
    }
}
