/// Decides who may ask now, who waits in the queue of the channel, and who is refused. Times count from any fixed moment.
///
/// A user who is over the limit of questions at once is refused, since only this user would gain by waiting; where a channel, a server or the
/// whole bot is busy, the question waits. Those that wait begin in the order in which they came, past those that cannot begin yet.
package struct Quota: Sendable {
    /// One admitted question, from `ask` to `end`.
    package typealias Ticket = Int

    package enum Admission: Sendable, Equatable {
        case begins(Ticket)
        case waits(Ticket)
        case refused(Refusal)
    }

    package enum Refusal: Error, Sendable, Equatable {
        /// The hour's questions have been asked.
        /// - Parameter until: When the next may be.
        case hour(until: Duration)
        /// This user's other questions are still being answered.
        case stillAnswering
        /// The queue is full.
        case busy
    }

    private enum Scope: Hashable {
        case user(String)
        case channel(String)
        case guild(String)
        case all
    }

    private struct Entry {
        var scopes: [Scope]
        var channel: String
        var hasBegun: Bool
        /// When it was asked.
        var time: Duration
    }

    static let hour = Duration.seconds(3_600)
    /// How many scopes are remembered before those of no use are dropped.
    private static let many = 2_000
    /// How many questions may wait altogether.
    static let mostWaiting = 500

    private let rules: QuotaRules
    private var nextTicket = 0
    private var entries: [Ticket: Entry] = [:]
    /// Those that wait, first come first.
    private var waiting: [Ticket] = []
    private var begun: [Scope: Int] = [:]
    /// When questions were asked, oldest first.
    private var asked: [Scope: [Duration]] = [:]

    package init(_ rules: QuotaRules) {
        self.rules = rules
    }

    /// A question comes in. An admitted one counts, and is to be ended whatever becomes of it.
    package mutating func ask(_ asker: Asker, now: Duration) -> Admission {
        let scopes = [.user(asker.user), .channel(asker.channel), .all] + (asker.guild.map { [Scope.guild($0)] } ?? [])
        let open = scopes.compactMap { opening(of: $0, now: now) }.max()
        if let open { return .refused(.hour(until: open)) }
        let own = entries.values.count { $0.scopes[0] == scopes[0] }
        if let limit = rules.user.atOnce, own >= limit { return .refused(.stillAnswering) }
        let canBegin = hasPlace(scopes)
        if !canBegin {
            let queue = waiting.count { entries[$0]?.channel == asker.channel }
            guard queue < rules.waiting, waiting.count < Self.mostWaiting else { return .refused(.busy) }
        }
        nextTicket += 1
        entries[nextTicket] = Entry(scopes: scopes, channel: asker.channel, hasBegun: false, time: now)
        for scope in scopes where limit(of: scope).perHour != nil { asked[scope, default: []].append(now) }
        forgetIdle(now: now)
        guard canBegin else {
            waiting.append(nextTicket)
            return .waits(nextTicket)
        }
        begin(nextTicket)
        return .begins(nextTicket)
    }

    /// A question has been answered, has failed, or is given up.
    /// - Parameter counts: Whether it counts towards the hour.
    /// - Returns: Those that waited and begin now.
    package mutating func end(_ ticket: Ticket, counts: Bool = true) -> [Ticket] {
        guard let entry = entries.removeValue(forKey: ticket) else { return [] }
        if !counts {
            for scope in entry.scopes {
                if let place = asked[scope]?.lastIndex(of: entry.time) { asked[scope]?.remove(at: place) }
            }
        }
        guard entry.hasBegun else {
            waiting.removeAll { $0 == ticket }
            return []
        }
        for scope in entry.scopes {
            let left = (begun[scope] ?? 1) - 1
            begun[scope] = left > 0 ? left : nil
        }
        let beginning = waiting.filter { ticket in
            guard let entry = entries[ticket], hasPlace(entry.scopes) else { return false }
            begin(ticket)
            return true
        }
        waiting.removeAll { beginning.contains($0) }
        return beginning
    }

    private mutating func begin(_ ticket: Ticket) {
        entries[ticket]?.hasBegun = true
        for scope in entries[ticket]?.scopes ?? [] { begun[scope, default: 0] += 1 }
    }

    private func hasPlace(_ scopes: [Scope]) -> Bool {
        scopes.allSatisfy { scope in limit(of: scope).atOnce.map { begun[scope] ?? 0 < $0 } ?? true }
    }

    /// When the hour of a scope has room again; nil when it has some now.
    private mutating func opening(of scope: Scope, now: Duration) -> Duration? {
        guard let most = limit(of: scope).perHour else { return nil }
        asked[scope]?.removeAll { $0 + Self.hour <= now }
        guard let times = asked[scope], times.count >= most else { return nil }
        return times[times.count - most] + Self.hour
    }

    private mutating func forgetIdle(now: Duration) {
        guard asked.count > Self.many else { return }
        asked = asked.filter { ($0.value.last ?? .zero) + Self.hour > now }
    }

    private func limit(of scope: Scope) -> QuotaRules.Limit {
        switch scope {
        case .user: rules.user
        case .channel: rules.channel
        case .guild: rules.guild
        case .all: rules.all
        }
    }
}
