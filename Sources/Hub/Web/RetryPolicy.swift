import Base

/// Whether a failed request is made again within one look or download, and after how long. What lasts longer is left to the next poll.
struct RetryPolicy: Sendable {
    /// How many times in a row the same work is tried without getting further.
    var attempts = 5
    /// The longest wait that is sat out here when a server asks for one.
    var patience: Duration = .seconds(20)
    /// As the Hub's own client waits.
    var backoff = Backoff(base: .seconds(1), cap: .seconds(8))

    /// The wait before the next try, or nil to give up.
    /// - Parameters:
    ///   - failures: How many tries have failed in a row, this one included.
    ///   - jitter: An even draw from 0 to 1.
    func wait(after error: HubError, failures: Int, jitter: Double) -> Duration? {
        guard failures < attempts else { return nil }
        let pause = backoff.delay(attempt: failures - 1, jitter: jitter)
        switch error {
        case .unavailable: return pause
        case .rateLimited(nil): return pause
        // All who were refused are told the same moment; a second's spread keeps them from coming back at once.
        case .rateLimited(let asked?): return asked <= patience ? asked + .seconds(1) * min(max(jitter, 0), 1) : nil
        // A cache on the way may have given wrong bytes once; twice is the publication's own fault.
        case .corrupt: return failures == 1 ? pause : nil
        case .settings, .nothingPublished, .fileMissing, .moved, .storage: return nil
        }
    }
}
