/// Discord's rate limits as a value: who may send now, who has to wait and until when. Limits are learnt from answers and never guessed.
///
/// A bucket is known by the hash that Discord gives and the major parameter (channel or server); before the hash is known, by the route.
/// Requests of one bucket go in the order in which they asked.
struct RateLimiter: Sendable {
    struct Route: Sendable, Hashable {
        /// Method and path without ids.
        var name: String
        /// The channel, server or interaction that it is about, or nothing.
        var major: String
        /// Whether the bot's global limit leaves it alone, as it does what answers interactions.
        var isExempt = false
    }

    typealias Ticket = Int

    /// The right to send one request, given back by `complete` or `release`.
    struct Permit: Sendable, Equatable {
        fileprivate var key: Key
        fileprivate var route: Route
        fileprivate var generation: Int
    }

    enum Claim: Sendable, Equatable {
        case granted(Permit)
        /// - Parameter until: nil when another request has to move first.
        case wait(until: Duration?)
        /// Too many requests were invalid: sending more could get the address banned.
        case broken(until: Duration)
    }

    fileprivate struct Key: Sendable, Hashable {
        var id: String
        var major: String
    }

    /// 50 in a second are allowed. A few fewer, since the address may be shared and clocks differ.
    static let globalLimit = 45
    static let globalWindow = Duration.seconds(1)
    /// How late a request may arrive that was given up.
    static let straggling = Duration.seconds(1)
    /// 10,000 in 10 minutes get the address banned, and the address may be shared with others.
    static let invalidLimit = 500
    static let invalidWindow = Duration.seconds(600)
    static let maximumWaiting = 2_000
    /// How many buckets are kept before idle ones are forgotten.
    static let manyBuckets = 1_000

    private var hashes: [String: String] = [:]
    private var buckets: [Key: RateLimitBucket] = [:]
    private var waiting: [(ticket: Ticket, route: Route)] = []
    private var nextTicket = 0
    /// Requests under way, and when the last ones ended or, given up, may have arrived at the latest. A request arrives at some time before it ends, so this counts it for at least as long
    /// as Discord does, however slow the way there.
    private var underWay = 0
    private var recent: [Duration] = []
    private var invalid: [Duration] = []
    /// After a 429 that concerns everything that the bot's limit counts.
    private var closedUntil = Duration.zero
    /// After a 429 of the network in front of the API, which knows no exemptions.
    private var networkClosedUntil = Duration.zero

    /// What stops everything for longer than anybody waits for an answer; nil: requests go out.
    enum Stoppage: Sendable, Equatable {
        /// By the network in front of the API.
        case network(until: Duration)
        /// By Discord, for this bot.
        case global(until: Duration)
        /// By ourselves: too many requests were invalid.
        case invalid(until: Duration)
    }

    /// A pause of less than this is daily business.
    static let noteworthy = Duration.seconds(10)

    /// What stops everything now.
    func stoppage(now: Duration) -> Stoppage? {
        let recent = invalid.filter { $0 + Self.invalidWindow > now }
        if recent.count >= Self.invalidLimit { return .invalid(until: recent[0] + Self.invalidWindow) }
        if networkClosedUntil >= now + Self.noteworthy { return .network(until: networkClosedUntil) }
        return closedUntil >= now + Self.noteworthy ? .global(until: closedUntil) : nil
    }

    /// Whether it is the network in front of the API that lets nothing through.
    func isNetworkClosed(now: Duration) -> Bool { networkClosedUntil > now }

    /// How many buckets are known.
    var bucketCount: Int { buckets.count }

    /// Joins the queue.
    /// - Returns: nil when it is full.
    mutating func enqueue(_ route: Route) -> Ticket? {
        guard waiting.count < Self.maximumWaiting else { return nil }
        nextTicket += 1
        waiting.append((nextTicket, route))
        return nextTicket
    }

    /// Leaves the queue.
    mutating func withdraw(_ ticket: Ticket) {
        waiting.removeAll { $0.ticket == ticket }
    }

    /// Asks whether it is this ticket's turn; if so, it has left the queue.
    mutating func claim(_ ticket: Ticket, now: Duration) -> Claim {
        guard let position = waiting.firstIndex(where: { $0.ticket == ticket }) else { return .wait(until: nil) }
        invalid.removeAll { $0 + Self.invalidWindow <= now }
        if invalid.count >= Self.invalidLimit { return .broken(until: invalid[0] + Self.invalidWindow) }
        let route = waiting[position].route
        let closed = route.isExempt ? networkClosedUntil : max(closedUntil, networkClosedUntil)
        if closed > now { return .wait(until: closed) }
        let key = key(of: route)
        if waiting[..<position].contains(where: { self.key(of: $0.route) == key }) { return .wait(until: nil) }
        switch buckets[key, default: RateLimitBucket()].availability(now: now) {
        case .closed(let until): return .wait(until: until)
        case .busy: return .wait(until: nil)
        case .open: break
        }
        if !route.isExempt {
            recent.removeAll { $0 + Self.globalWindow <= now }
            if underWay + recent.count >= Self.globalLimit { return .wait(until: recent.min().map { $0 + Self.globalWindow }) }
            underWay += 1
        }
        waiting.remove(at: position)
        buckets[key, default: RateLimitBucket()].take(now: now)
        return .granted(Permit(key: key, route: route, generation: buckets[key]?.generation ?? 0))
    }

    /// The request was answered.
    mutating func complete(_ permit: Permit, _ answer: RateLimitAnswer, now: Duration) {
        giveBack(permit, countedFrom: now)
        if answer.isInvalid { invalid.append(now) }
        var key = permit.key
        if let told = answer.bucket {
            hashes[permit.route.name] = told.hash
            key = Key(id: told.hash, major: permit.route.major)
            buckets[key, default: RateLimitBucket()].learn(told, asked: key == permit.key ? permit.generation : nil, now: now)
        }
        switch answer.refusal {
        case .user(let pause), .shared(let pause): buckets[key, default: RateLimitBucket()].close(until: now + pause)
        case .global(let pause): closedUntil = max(closedUntil, now + pause)
        case .network(let pause): networkClosedUntil = max(networkClosedUntil, now + pause)
        case nil: break
        }
        if buckets.count > Self.manyBuckets { buckets = buckets.filter { !$0.value.isIdle(now: now) } }
    }

    /// The request came to nothing: no answer, or given up. Its place is free again. It may still be on its way, so the global limit counts it
    /// for longer than one that has been answered.
    mutating func release(_ permit: Permit, now: Duration) { giveBack(permit, countedFrom: now + Self.straggling) }

    private mutating func giveBack(_ permit: Permit, countedFrom moment: Duration) {
        if !permit.route.isExempt {
            underWay -= 1
            recent.append(moment)
        }
        buckets[permit.key]?.giveBack()
    }

    private func key(of route: Route) -> Key {
        Key(id: hashes[route.name] ?? route.name, major: route.major)
    }
}
