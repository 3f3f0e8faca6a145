import Synchronization

/// Lets one notice a minute go to the same place or person: when something is down, everybody's question fails, and the first notice has said
/// it; and whoever goes on asking past a limit has been told.
struct NoticeLimit: Sendable {
    static let pause = Duration.seconds(60)

    private var last: [String: Duration] = [:]

    /// Whether one may be written now; if so, it counts as written.
    mutating func allows(_ reader: String, now: Duration) -> Bool {
        if let last = last[reader], now < last + Self.pause { return false }
        if last.count >= 1_000 { last = last.filter { now < $0.value + Self.pause } }
        last[reader] = now
        return true
    }
}

/// A `NoticeLimit` that several tasks share.
final class NoticeBoard<C: Clock>: Sendable where C.Duration == Duration {
    private let limit = Mutex(NoticeLimit())
    private let clock: C
    private let origin: C.Instant

    init(clock: C) {
        self.clock = clock
        origin = clock.now
    }

    /// Whether one may be written now; if so, it counts as written.
    func allows(_ reader: String) -> Bool {
        let now = origin.duration(to: clock.now)
        return limit.withLock { $0.allows(reader, now: now) }
    }
}
