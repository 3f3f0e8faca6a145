/// What all shards of the process share: where the gateway is, and who may IDENTIFY when.
///
/// A shard that wants a new session asks to be let in before it connects. It is let in alone, among those whose number leaves the same
/// remainder by `max_concurrency`, until it has sent its IDENTIFY or given up; the next one follows 5 s after that IDENTIFY.
package struct GatewayEntrance: Sendable, Equatable {
    /// The answer to a shard.
    enum Admission: Equatable {
        /// Ask GET /gateway/bot first.
        case locate
        /// Come again then.
        case wait(until: Duration)
        /// The same, because no session start is left until then.
        case exhausted(until: Duration)
        case connect(url: String)
    }

    private struct Turn: Sendable, Equatable {
        var shard: Int
        /// Whoever has it has been given up by then.
        var until: Duration
    }

    /// The rule is 5 s; the rest covers two messages that travel at different speeds.
    static let spacing = Duration.milliseconds(5_250)
    /// How long a location is taken to be still true.
    static let freshness = Duration.seconds(60)
    /// Longer than a shard may take to locate the gateway, or to connect and be greeted.
    static let patience = Duration.seconds(70)
    /// How long a process leaves to each one that runs a lower shard: they need not begin at quite the same moment.
    static let place = Duration.seconds(7)
    /// The longest that it waits for all of them; it does so whenever it begins, also alone.
    static let mostOthers = Duration.seconds(120)
    /// How soon to ask again when another shard's turn may end at any moment.
    static let recheck = Duration.seconds(1)

    /// The general address, complete; nil until it is known. It stays when it is no longer fresh.
    private(set) var url: String?
    private var locatedAt: Duration?
    private var locating: Turn?
    private var total = 0
    private(set) var remaining = 0
    private var resetsAt = Duration.zero
    private var maxConcurrency = 1
    /// By the remainder of the shard's number.
    private var turns: [Int: Turn] = [:]
    /// By the shard's number, also of those that other processes run.
    private var lastIdentify: [Int: Duration] = [:]
    /// The only shard of this process, until the gateway has been located once; nil where it runs them all.
    private var lone: Int?
    private var notBefore = Duration.zero

    /// - Parameter lone: The only shard that this process runs of several. The other processes are likely begun with it and nobody sees them
    ///   all, so each waits as long as those of lower numbers take.
    package init(lone: Int? = nil) { self.lone = lone }

    /// Whether a shard may connect to IDENTIFY. Its turn, or the task of locating, ends with `identified` or `leave`.
    mutating func admit(_ shard: Int, now: Duration) -> Admission {
        guard let url, let locatedAt, now - locatedAt < Self.freshness else {
            if let locating, locating.shard != shard, locating.until > now { return .wait(until: now + Self.recheck) }
            locating = Turn(shard: shard, until: now + Self.patience)
            return .locate
        }
        let key = key(of: shard)
        let last = lastIdentify.filter { self.key(of: $0.key) == key }.values.max()
        let paced = max(last.map { $0 + Self.spacing } ?? now, notBefore, now)
        guard remaining > 0 || resetsAt <= now else { return .exhausted(until: max(paced, resetsAt)) }
        guard paced <= now else { return .wait(until: paced) }
        if let turn = turns[key], turn.shard != shard, turn.until > now { return .wait(until: now + Self.recheck) }
        turns[key] = Turn(shard: shard, until: now + Self.patience)
        return .connect(url: url)
    }

    /// The shard sends its IDENTIFY.
    mutating func identified(_ shard: Int, now: Duration) {
        if remaining <= 0 && now >= resetsAt { remaining = total }
        remaining -= 1
        lastIdentify[shard] = now
        leave(shard)
    }

    /// What was sent before this process began counts as well.
    /// - Parameter ages: How long ago, by the shard's number. A time to come, as when the clock has been set back, is now: more than the
    ///   spacing is never waited for.
    mutating func recall(_ ages: [Int: Duration], now: Duration) {
        for (shard, age) in ages {
            let sent = now - max(age, .zero)
            lastIdentify[shard] = max(lastIdentify[shard] ?? sent, sent)
        }
    }

    /// The shard gives up, or has got what it came for.
    mutating func leave(_ shard: Int) {
        if locating?.shard == shard { locating = nil }
        turns = turns.filter { $0.value.shard != shard }
    }

    /// - Parameter url: Complete.
    mutating func located(_ url: String, _ limit: SessionStartLimit, now: Duration) {
        self.url = url
        locatedAt = now
        locating = nil
        total = max(limit.total, 1)
        remaining = limit.remaining
        resetsAt = now + limit.resetAfter
        maxConcurrency = max(limit.maxConcurrency, 1)
        if let lone { notBefore = now + min(Self.place * (lone / maxConcurrency), Self.mostOthers) }
        lone = nil
    }

    /// Takes what is known for true once more: the API does not answer, the address is most likely still right, and the IDENTIFYs were
    /// counted here.
    /// - Returns: false when nothing is known.
    mutating func trust(now: Duration) -> Bool {
        locating = nil
        guard url != nil else { return false }
        locatedAt = now
        return true
    }

    /// The address may be what fails: it is to be asked for again.
    mutating func doubt() { locatedAt = nil }

    private func key(of shard: Int) -> Int { shard % maxConcurrency }
}
