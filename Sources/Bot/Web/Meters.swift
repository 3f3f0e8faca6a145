import Answering
import Synchronization
import WebServer

/// Counts what happens to questions in this process, for `/metrics`.
final class Meters: Sendable {
    /// As it stands.
    struct Reading: Sendable {
        var searches = Histogram()
        var failedSearches = 0
        var answers: [AnswerOutcome: Int] = [:]
        var votes: [Vote: Int] = [:]
    }

    private let state = Mutex(Reading())

    var reading: Reading { state.withLock(\.self) }

    /// A search has ended.
    func searched(_ duration: Duration, failed: Bool) {
        state.withLock { state in
            state.searches.add(duration / .seconds(1))
            if failed { state.failedSearches += 1 }
        }
    }

    /// An answer has ended.
    func answered(_ outcome: AnswerOutcome) {
        state.withLock { $0.answers[outcome, default: 0] += 1 }
    }

    /// Somebody voted.
    func voted(_ vote: Vote) {
        state.withLock { $0.votes[vote, default: 0] += 1 }
    }
}
