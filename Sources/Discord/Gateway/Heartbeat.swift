/// The heartbeat of one connection: when it is due, and whether the last one was answered.
package struct Heartbeat: Sendable, Equatable {
    /// What to do at a moment.
    enum Beat: Equatable {
        case notYet
        case send
        /// The last heartbeat was never acknowledged: the connection is dead, however open it looks.
        case dead
    }

    private(set) var interval: Duration
    private(set) var next: Duration
    /// When the heartbeat that still waits for its acknowledgement was sent.
    private(set) var pendingSince: Duration?
    /// How long the last acknowledgement took.
    private(set) var latency: Duration?

    /// The first beat comes after a random part of the interval, so that many clients do not beat together after an outage.
    init(interval: Duration, now: Duration, jitter: Double) {
        self.interval = interval
        next = now + interval * min(max(jitter, 0), 1)
    }

    mutating func beat(now: Duration) -> Beat {
        guard now >= next else { return .notYet }
        guard pendingSince == nil else { return .dead }
        pendingSince = now
        // The rhythm is kept, but beats that were slept through are not made up for.
        next += interval
        if next <= now { next = now + interval }
        return .send
    }

    /// Opcode 11.
    mutating func acknowledged(now: Duration) {
        if let pendingSince { latency = now - pendingSince }
        pendingSince = nil
    }
}
