import Base
import Synchronization

/// Lets questions in as `Quota` says; the rest wait here.
package final class QuotaGate<C: Clock>: Sendable where C.Duration == Duration {
    /// A place among the questions that are being answered, given back when the last holder lets go of it.
    package final class Pass: Sendable {
        private let gate: QuotaGate
        private let ticket: Quota.Ticket
        private let hasFailed = Mutex(false)

        fileprivate init(_ gate: QuotaGate, _ ticket: Quota.Ticket) {
            self.gate = gate
            self.ticket = ticket
        }

        /// It came to nothing by no fault of the asker's, so it does not count towards the hour.
        package func doesNotCount() { hasFailed.withLock { $0 = true } }

        deinit { gate.end(ticket, counts: !hasFailed.withLock(\.self)) }
    }

    private struct State {
        var quota: Quota
        /// Those that wait, by ticket.
        var waiting: [Quota.Ticket: Mailbox] = [:]
    }

    /// Holds the news that a wait is over, also before somebody waits for it.
    private final class Mailbox: Sendable {
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
                    let isOpen = state.withLock { state in
                        if !state.isOpen, !Task.isCancelled { state.waiter = continuation }
                        return state.waiter == nil
                    }
                    if isOpen { continuation.resume() }
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

    /// Waits until the question may be answered.
    /// - Throws: `Quota.Refusal`, or `CancellationError`. The moment in a refusal counts from now.
    package func enter(_ asker: Asker) async throws -> Pass {
        let now = origin.duration(to: clock.now)
        let admission = state.withLock { state in
            let admission = state.quota.ask(asker, now: now)
            if case .waits(let ticket) = admission { state.waiting[ticket] = Mailbox() }
            return admission
        }
        switch admission {
        case .begins(let ticket): return Pass(self, ticket)
        case .refused(.hour(let until)): throw Quota.Refusal.hour(until: until - now)
        case .refused(let refusal): throw refusal
        case .waits(let ticket): return try await wait(ticket)
        }
    }

    private func wait(_ ticket: Quota.Ticket) async throws -> Pass {
        // From here on the place is given back whatever happens.
        let pass = Pass(self, ticket)
        guard let mailbox = state.withLock({ $0.waiting[ticket] }) else { return pass }
        do {
            try await withDeadline(clock.now.advanced(by: patience), clock: clock) { await mailbox.wait() }
            try Task.checkCancellation()
            return pass
        } catch {
            pass.doesNotCount()
            throw error is DeadlinePassed ? Quota.Refusal.busy : error
        }
    }

    private func end(_ ticket: Quota.Ticket, counts: Bool) {
        let beginning = state.withLock { state in
            state.waiting[ticket] = nil
            return state.quota.end(ticket, counts: counts).compactMap { state.waiting.removeValue(forKey: $0) }
        }
        for mailbox in beginning { mailbox.open() }
    }
}
