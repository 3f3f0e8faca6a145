import Base
import Synchronization

/// Lets questions in as `Quota` says; the rest wait here.
package final class QuotaGate<C: Clock>: Sendable where C.Duration == Duration {
    /// A place among the questions that are being answered or wait for that, given back by `end`, or when the last
    /// holder lets go of it.
    package final class Pass: Sendable {
        private let gate: QuotaGate
        private let ticket: Quota.Ticket
        /// Nil where there is nothing to wait for.
        private let turn: Turn?
        private let state = Mutex((isFree: false, isEnded: false))

        fileprivate init(_ gate: QuotaGate, _ ticket: Quota.Ticket, _ turn: Turn?) {
            self.gate = gate
            self.ticket = ticket
            self.turn = turn
        }

        /// Waits until the question may be answered.
        /// - Throws: `Quota.Refusal.busy` when that takes too long, or `CancellationError`.
        package func begin() async throws {
            guard let turn else { return }
            do {
                try await withDeadline(after: gate.patience, clock: gate.clock) { await turn.wait() }
                try Task.checkCancellation()
            } catch is DeadlinePassed {
                throw Quota.Refusal.busy
            }
        }

        /// It came to nothing by no fault of the asker's, so it does not count towards the hour.
        package func doesNotCount() { state.withLock { $0.isFree = true } }

        /// Gives the place back.
        package func end() {
            let (isFree, wasEnded) = state.withLock { state in
                defer { state.isEnded = true }
                return state
            }
            if !wasEnded { gate.end(ticket, counts: !isFree) }
        }

        deinit { end() }
    }

    private struct State {
        var quota: Quota
        /// Those that wait, by ticket.
        var waiting: [Quota.Ticket: Turn] = [:]
    }

    /// Holds the news that a wait is over, also before somebody waits for it.
    fileprivate final class Turn: Sendable {
        private let state = Mutex<(isOpen: Bool, waiter: CheckedContinuation<Void, Never>?)>((false, nil))

        func open() {
            state.withLock { state in
                state.isOpen = true
                return state.waiter.take()
            }?.resume()
        }

        func wait() async {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isOver = state.withLock { state in
                        if !state.isOpen, !Task.isCancelled { state.waiter = continuation }
                        return state.waiter == nil
                    }
                    if isOver { continuation.resume() }
                }
            } onCancel: {
                state.withLock { $0.waiter.take() }?.resume()
            }
        }
    }

    private let state: Mutex<State>
    private let clock: C
    private let origin: C.Instant
    /// Nobody waits longer.
    private let patience: Duration

    package init(_ rules: QuotaRules, clock: C, patience: Duration = .seconds(120)) {
        state = Mutex(State(quota: Quota(rules)))
        self.clock = clock
        origin = clock.now
        self.patience = patience
    }

    /// A question comes in.
    /// - Throws: The refusal. The moment in it counts from now.
    package func enter(_ asker: Asker) throws(Quota.Refusal) -> Pass {
        let now = origin.duration(to: clock.now)
        let (admission, turn) = state.withLock { state -> (Quota.Admission, Turn?) in
            let admission = state.quota.ask(asker, now: now)
            guard case .waits(let ticket) = admission else { return (admission, nil) }
            let turn = Turn()
            state.waiting[ticket] = turn
            return (admission, turn)
        }
        switch admission {
        case .begins(let ticket), .waits(let ticket): return Pass(self, ticket, turn)
        case .refused(.hour(let until)): throw .hour(until: until - now)
        case .refused(let refusal): throw refusal
        }
    }

    private func end(_ ticket: Quota.Ticket, counts: Bool) {
        let beginning = state.withLock { state in
            state.waiting[ticket] = nil
            return state.quota.end(ticket, counts: counts).compactMap { state.waiting.removeValue(forKey: $0) }
        }
        for turn in beginning { turn.open() }
    }
}
