import TestSupport

/// How long a revision took from its detection until it was served, as the bot's log tells.
struct SwapStretch: Sendable {
    /// From the first byte fetched to the last one hashed.
    var transfer: Duration
    /// All the rest: verification, chunk store, probe, opening, warming up.
    var work: Duration

    /// Watches the log of a bot that logs its phases, `LOG_LEVEL=debug`.
    /// - Parameter count: How many lines it has written before.
    static func watched(_ bot: RunningProgram, revision: String, after count: Int) async throws -> SwapStretch {
        func moment(_ what: String, _ which: String = "Index") async throws -> ContinuousClock.Instant {
            try await bot.line(with: what, which, after: count, within: .seconds(180))
            return .now
        }
        let detected = try await moment("event=detected", "revision=\(revision)")
        let begun = try await moment("phase=downloading")
        let fetched = try await moment("phase=building")
        let served = try await moment("event=activated", "revision=\(revision)")
        return SwapStretch(transfer: fetched - begun, work: served - detected - (fetched - begun))
    }
}
