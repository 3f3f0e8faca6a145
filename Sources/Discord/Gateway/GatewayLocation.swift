/// What GET /gateway/bot says: where to connect, how many shards are recommended, and how many sessions may still be started.
package struct GatewayLocation: Sendable, Equatable {
    package var url: String
    package var shards: Int
    package var limit: SessionStartLimit

    package init(url: String, shards: Int = 1, limit: SessionStartLimit = SessionStartLimit()) {
        self.url = url
        self.shards = shards
        self.limit = limit
    }
}

/// The budget of IDENTIFYs. Discord ends all sessions and resets the token of a bot that goes over it.
package struct SessionStartLimit: Sendable, Equatable {
    package var total: Int
    package var remaining: Int
    package var resetAfter: Duration
    /// How many shards may IDENTIFY within the same 5 s: one for each remainder of the shard's number by this one.
    package var maxConcurrency: Int

    package init(total: Int = 1000, remaining: Int = 1000, resetAfter: Duration = .zero, maxConcurrency: Int = 1) {
        self.total = total
        self.remaining = remaining
        self.resetAfter = resetAfter
        self.maxConcurrency = maxConcurrency
    }
}
