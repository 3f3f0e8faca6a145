package import Base

/// Decides whether and when a failed completion is asked for again. Only for failures before any text was shown.
package struct RetryPolicy: Sendable, Equatable {
    /// How many requests are sent at most, the first one included.
    package var tries: Int
    package var backoff: Backoff
    /// A server that asks for a longer wait than this is not waited for.
    package var longestWait: Duration
    private var failures = 0
    private var hasBeenEmpty = false

    package init(tries: Int = 3, backoff: Backoff = Backoff(base: .seconds(1), cap: .seconds(8)), longestWait: Duration = .seconds(15)) {
        self.tries = tries
        self.backoff = backoff
        self.longestWait = longestWait
    }

    /// The wait before the next try, or nil to give up.
    /// - Parameter jitter: An even draw from 0 to 1.
    package mutating func wait(after error: ChatError, jitter: Double) -> Duration? {
        failures += 1
        guard error.isTransient, failures < tries else { return nil }
        if error == .empty {
            // Once: a model that has warmed up and still says nothing has nothing to say.
            defer { hasBeenEmpty = true }
            return hasBeenEmpty ? nil : .zero
        }
        guard let asked = error.retryAfter else { return backoff.delay(attempt: failures - 1, jitter: jitter) }
        return asked <= longestWait ? asked : nil
    }
}
