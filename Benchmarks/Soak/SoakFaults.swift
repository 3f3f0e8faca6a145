import Base
import TestSupport

/// Does to the bot what Discord does, in spells with quiet between them.
struct SoakFaults: Sendable {
    let discord: StandInDiscord

    private static let spell = 10

    /// - Returns: When there was a fault.
    func run(from start: ContinuousClock.Instant, until end: ContinuousClock.Instant, _ random: SplitMix) async throws -> [ContinuousClock.Instant] {
        var (random, times, broken) = (random, [ContinuousClock.Instant](), -1)
        try await Task.sleep(until: start)
        while ContinuousClock.now < end {
            let spell = Int((ContinuousClock.now - start) / .seconds(1)) / Self.spell
            if spell % 2 == 0 {
                times.append(.now)
                // One in two spells concerns the gateway: dropped more often than that, the bot would rightly take its time.
                strike(Int.random(in: spell % 4 == 0 && broken != spell ? 0..<4 : 4..<10, using: &random))
                broken = spell
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 500...2_500, using: &random)))
        }
        return times
    }

    private func strike(_ number: Int) {
        switch number {
        case 0: discord.dropConnections()
        case 1: discord.askToReconnect()
        case 2: discord.invalidate(resumable: true)
        case 3: discord.close(4000)
        case 4: discord.nextRequest(.status(500), .status(502), .status(503))
        case 5: discord.nextRequest(.userLimit(1))
        case 6: discord.nextRequest(.sharedLimit(1))
        case 7: discord.nextRequest(.globalLimit(0.5))
        case 8: discord.nextRequest(.cut)
        default: discord.nextRequest(.loseAnswer)
        }
    }
}
