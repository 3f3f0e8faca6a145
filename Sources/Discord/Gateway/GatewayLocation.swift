/// What GET /gateway/bot says: where to connect, and how many sessions may still be started.
package struct GatewayLocation: Sendable, Equatable {
    package var url: String
    package var limit: SessionStartLimit

    package init(url: String, limit: SessionStartLimit = SessionStartLimit()) {
        self.url = url
        self.limit = limit
    }
}

/// The budget of IDENTIFYs. Discord ends all sessions and resets the token of a bot that goes over it.
package struct SessionStartLimit: Sendable, Equatable {
    package var total: Int
    package var remaining: Int
    package var resetAfter: Duration

    package init(total: Int = 1000, remaining: Int = 1000, resetAfter: Duration = .zero) {
        self.total = total
        self.remaining = remaining
        self.resetAfter = resetAfter
    }
}

/// When the next IDENTIFY may be sent: one in 5 s, and none once the day's budget is spent.
package struct IdentifyBudget: Sendable, Equatable {
    /// The rule is 5 s; the rest covers two messages that travel at different speeds.
    static let spacing = Duration.milliseconds(5_250)

    private var total: Int
    private(set) var remaining: Int
    private var resetsAt: Duration
    private var lastSent: Duration?

    init(_ limit: SessionStartLimit, now: Duration, after earlier: IdentifyBudget? = nil) {
        total = max(limit.total, 1)
        remaining = limit.remaining
        resetsAt = now + limit.resetAfter
        lastSent = earlier?.lastSent
    }

    /// The earliest moment for the next one.
    func earliest(now: Duration) -> Duration {
        let paced = max(lastSent.map { $0 + Self.spacing } ?? now, now)
        return remaining > 0 ? paced : max(paced, resetsAt)
    }

    mutating func record(now: Duration) {
        if remaining <= 0 && now >= resetsAt { remaining = total }
        remaining -= 1
        lastSent = now
    }
}
