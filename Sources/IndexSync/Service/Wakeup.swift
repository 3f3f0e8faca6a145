import Synchronization

/// Lets one waiter be woken from anywhere. A signal that comes before the wait is not lost; several are one.
final class Wakeup: Sendable {
    private enum State {
        case quiet
        case signalled
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.quiet)

    /// Wakes the waiter, now or when it comes.
    func signal() {
        resume(leaving: .signalled)
    }

    /// Returns when signalled, or when the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if case .signalled = state {
                        state = .quiet
                        return true
                    }
                    state = .waiting(continuation)
                    return false
                }
                if isOver || Task.isCancelled { resume(leaving: .quiet, extra: isOver ? continuation : nil) }
            }
        } onCancel: {
            resume(leaving: .quiet)
        }
    }

    /// - Parameter idle: What is left when nobody waits.
    private func resume(leaving idle: State, extra: CheckedContinuation<Void, Never>? = nil) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            switch state {
            case .waiting(let continuation):
                state = .quiet
                return continuation
            case .signalled: return nil
            case .quiet:
                state = idle
                return nil
            }
        }
        (extra ?? waiter)?.resume()
    }
}
