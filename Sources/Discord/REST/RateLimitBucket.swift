/// One bucket of the API: what Discord has told of its limit, and what is under way.
struct RateLimitBucket: Sendable, Equatable {
    enum Availability: Equatable {
        case open
        case closed(until: Duration)
        /// Full of requests under way; one of them has to come back first.
        case busy
    }

    /// Nil until the first answer; until then one request at a time.
    private var limit: Int?
    private var remaining = 0
    private var resetsAt = Duration.zero
    /// The longest window told of.
    private var window = Duration.zero
    /// Counts the windows, so that an answer can be told from one to a request of an earlier window.
    private(set) var generation = 0
    /// Whether no answer has confirmed the present window yet.
    private var isProvisional = true
    /// After a 429. Sub-limits close a bucket that has requests remaining.
    private var closedUntil = Duration.zero
    private var underWay = 0

    func availability(now: Duration) -> Availability {
        if closedUntil > now { return .closed(until: closedUntil) }
        guard let limit else { return underWay == 0 ? .open : .busy }
        if resetsAt > now { return remaining > 0 ? .open : .closed(until: resetsAt) }
        // The window is over, but requests under way may still fall into the new one.
        return underWay == 0 || limit > underWay ? .open : .busy
    }

    mutating func take(now: Duration) {
        if let limit, resetsAt <= now {
            // A new window begins with this request. How long it lasts is a guess until an answer tells.
            remaining = max(limit - underWay, 1)
            resetsAt = now + window
            generation += 1
            isProvisional = true
        }
        remaining = max(remaining - 1, 0)
        underWay += 1
    }

    mutating func giveBack() {
        underWay = max(underWay - 1, 0)
    }

    /// Takes over what an answer says. Answers overtake one another, so within a window the smallest count and the latest end hold, and
    /// an answer to a request of an earlier window tells nothing of this one.
    /// - Parameter asked: The generation when the request was taken; nil when it was taken under another key.
    mutating func learn(_ told: RateLimitAnswer.Bucket, asked: Int?, now: Duration) {
        window = max(window, told.resetAfter)
        defer { limit = max(told.limit, 1) }
        switch asked {
        case _ where limit == nil:
            remaining = max(told.remaining - underWay, 0)
            resetsAt = now + told.resetAfter
            isProvisional = false
        case nil: remaining = min(remaining, told.remaining)
        case generation:
            remaining = min(remaining, told.remaining)
            resetsAt = isProvisional ? now + told.resetAfter : max(resetsAt, now + told.resetAfter)
            isProvisional = false
        case .some: break
        }
    }

    mutating func close(until moment: Duration) {
        closedUntil = max(closedUntil, moment)
    }

    /// Whether forgetting it would change nothing but that its limit is learnt again.
    func isIdle(now: Duration) -> Bool {
        underWay == 0 && resetsAt <= now && closedUntil <= now
    }
}
