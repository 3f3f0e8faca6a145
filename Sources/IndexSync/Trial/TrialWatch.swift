package import Base
import Synchronization

/// The trial of what is served, told of searches and votes from anywhere, and asked for its verdict by the synchronizer.
package final class TrialWatch: Sendable {
    private struct State {
        var trial: Trial
        /// A verdict that nobody has acted upon.
        var due: Trial.Rollback?
    }

    private let state: Mutex<State>
    private let wakeup = Wakeup()
    private let uptime: @Sendable () -> Duration
    let rules: TrialRules
    /// Whether votes matter at all.
    package var heedsVotes: Bool { rules.signs.contains(.votes) }

    /// - Parameter uptime: A clock that does not jump; nil: this process's.
    package init(_ rules: TrialRules, uptime: (@Sendable () -> Duration)? = nil) {
        let start = ContinuousClock.now
        state = Mutex(State(trial: Trial(rules)))
        self.rules = rules
        self.uptime = uptime ?? { ContinuousClock.now - start }
    }

    /// A question was searched for in a snapshot.
    /// - Parameter problem: Why that failed. What may go well the next time without another index (a thread too many) speaks against none.
    package func searched(_ snapshot: String, problem: Problem?) {
        if let problem, problem.kind == .temporary { return }
        judge { $0.searched(snapshot, failure: problem?.description, at: $1) }
    }

    /// Somebody voted on an answer from a snapshot.
    package func voted(_ snapshot: String, _ opinion: TrialOpinion, before: TrialOpinion) {
        judge { $0.voted(snapshot, opinion, before: before, at: $1) }
    }

    /// How long what is served is on trial still; nil when it is not.
    package func remaining() -> Duration? { state.withLock { $0.trial.remaining(at: uptime())?.time } }

    /// A snapshot is served from now on; see `Trial.activate`.
    func activate(_ snapshot: String, fallback: String?, age: Duration = .zero) {
        state.withLock { state in
            state.trial.activate(snapshot, fallback: fallback, age: age, at: uptime())
            // A verdict on what is served no more.
            if state.due?.snapshot != snapshot { state.due = nil }
        }
    }

    /// The verdict that is to be acted upon; given once.
    func takeDue() -> Trial.Rollback? {
        state.withLock { state in
            defer { state.due = nil }
            return state.due
        }
    }

    /// Returns when there is a verdict, or on cancellation. For one waiter.
    func waitUntilDue() async {
        while !Task.isCancelled, state.withLock({ $0.due == nil }) { await wakeup.wait() }
    }

    private func judge(_ event: (inout Trial, Duration) -> Trial.Rollback?) {
        let isDue = state.withLock { state in
            guard let due = event(&state.trial, uptime()) else { return false }
            state.due = due
            return true
        }
        if isDue { wakeup.signal() }
    }
}
