/// The gateway takes 120 messages in 60 s on one connection and closes with 4008 beyond. Heartbeats must always find room, so everything
/// else leaves some slots to them.
package struct SendBudget: Sendable, Equatable {
    static let limit = 120
    static let window = Duration.seconds(60)
    /// As long-lived clients keep (hikari 3, discord.js 5, discord.py 10).
    static let keptForHeartbeats = 10

    private var sent: [Duration] = []

    /// Whether a message that is no scheduled heartbeat may be sent now.
    mutating func hasRoom(now: Duration) -> Bool {
        expire(now)
        return sent.count < Self.limit - Self.keptForHeartbeats
    }

    mutating func record(now: Duration) {
        expire(now)
        sent.append(now)
    }

    private mutating func expire(_ now: Duration) {
        sent.removeAll { $0 + Self.window <= now }
    }
}
