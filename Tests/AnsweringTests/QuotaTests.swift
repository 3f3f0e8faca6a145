import Base
import TestSupport
import Testing

@testable import Answering

@Suite(.timeLimit(.minutes(1))) struct QuotaTests {
    private func asker(_ user: String, _ channel: String = "c", _ guild: String? = "g") -> Asker {
        Asker(user: user, channel: channel, guild: guild)
    }

    @Test func `an hour's questions are counted for a user, a channel, a server and all`() {
        for (rules, others) in [
            (QuotaRules(user: .init(perHour: 2)), [asker("b")]),
            (QuotaRules(channel: .init(perHour: 2)), [asker("a", "d")]),
            (QuotaRules(guild: .init(perHour: 2)), [asker("a", "c", "h"), asker("a", "c", nil)]),
            (QuotaRules(all: .init(perHour: 2)), []),
        ] {
            var quota = Quota(rules)
            #expect(quota.ask(asker("a"), now: .seconds(10)) == .begins(1))
            #expect(quota.ask(asker("a"), now: .seconds(20)) == .begins(2))
            #expect(quota.ask(asker("a"), now: .seconds(30)) == .refused(.hour(until: .seconds(3_610))))
            for (number, other) in others.enumerated() { #expect(quota.ask(other, now: .seconds(30)) == .begins(3 + number)) }
            #expect(quota.ask(asker("a"), now: .seconds(3_609)) == .refused(.hour(until: .seconds(3_610))))
            #expect(quota.ask(asker("a"), now: .seconds(3_610)) != .refused(.hour(until: .seconds(3_610))))
        }
    }

    @Test func `a question that came to nothing does not count`() {
        var quota = Quota(QuotaRules(user: .init(perHour: 1)))
        #expect(quota.ask(asker("a"), now: .zero) == .begins(1))
        _ = quota.end(1, counts: false)
        #expect(quota.ask(asker("a"), now: .seconds(1)) == .begins(2))
        _ = quota.end(2)
        #expect(quota.ask(asker("a"), now: .seconds(2)) == .refused(.hour(until: .seconds(3_601))))
    }

    @Test func `a user with too many at once is refused, a busy channel has a queue with an end`() {
        var quota = Quota(QuotaRules(user: .init(atOnce: 2), channel: .init(atOnce: 2), waiting: 2))
        #expect(quota.ask(asker("a"), now: .zero) == .begins(1))
        #expect(quota.ask(asker("a"), now: .zero) == .begins(2))
        #expect(quota.ask(asker("a", "d"), now: .zero) == .refused(.stillAnswering))
        #expect(quota.ask(asker("b"), now: .zero) == .waits(3))
        #expect(quota.ask(asker("c"), now: .zero) == .waits(4))
        #expect(quota.ask(asker("d"), now: .zero) == .refused(.busy))
        #expect(quota.ask(asker("d", "d"), now: .zero) == .begins(5))
        #expect(quota.end(1) == [3])
        #expect(quota.end(3) == [4])
        #expect(quota.end(5) == [])
    }

    @Test func `whoever cannot begin yet does not hold up those behind`() {
        var quota = Quota(QuotaRules(channel: .init(atOnce: 1), all: .init(atOnce: 2), waiting: 5))
        #expect(quota.ask(asker("a", "c"), now: .zero) == .begins(1))
        #expect(quota.ask(asker("b", "d"), now: .zero) == .begins(2))
        #expect(quota.ask(asker("c", "c"), now: .zero) == .waits(3))
        #expect(quota.ask(asker("d", "e"), now: .zero) == .waits(4))
        #expect(quota.end(2) == [4])
        #expect(quota.end(1) == [3])
    }

    /// Questions come, end and are given up in any order: no limit is ever exceeded, the queue has its bound, nobody is left behind.
    @Test(arguments: 0..<200) func `a random walk`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let rules = QuotaRules(
            user: .init(atOnce: 2, perHour: 9), channel: .init(atOnce: 3), guild: .init(atOnce: 4), all: .init(atOnce: 5, perHour: 60), waiting: 3)
        var quota = Quota(rules)
        var (now, asked, begun, queue) = (Duration.zero, [Int: (asker: Asker, time: Duration)](), Set<Int>(), [Int]())
        var counted: [(user: String, time: Duration)] = []
        for _ in 0..<400 {
            now += .seconds(Int.random(in: 0...120, using: &random))
            if Bool.random(using: &random) {
                let asker = asker(
                    ["a", "b", "c", "d"].randomElement(using: &random) ?? "", ["c", "d", "e"].randomElement(using: &random) ?? "",
                    ["g", "h", nil].randomElement(using: &random) ?? nil)
                switch quota.ask(asker, now: now) {
                case .begins(let ticket):
                    asked[ticket] = (asker, now)
                    begun.insert(ticket)
                    counted.append((asker.user, now))
                case .waits(let ticket):
                    asked[ticket] = (asker, now)
                    queue.append(ticket)
                    counted.append((asker.user, now))
                case .refused(.hour(let until)): #expect(until > now && until <= now + Quota.hour)
                case .refused(.stillAnswering): #expect(asked.values.count { $0.asker.user == asker.user } == 2)
                case .refused(.busy): #expect(queue.count { asked[$0]?.asker.channel == asker.channel } == 3)
                }
            } else if let ticket = asked.keys.sorted().randomElement(using: &random) {
                begun.remove(ticket)
                queue.removeAll { $0 == ticket }
                asked[ticket] = nil
                for ticket in quota.end(ticket) {
                    #expect(queue.contains(ticket))
                    queue.removeAll { $0 == ticket }
                    begun.insert(ticket)
                }
            }
            func most(_ key: (Asker) -> String?) -> Int {
                Dictionary(grouping: begun.compactMap { asked[$0].flatMap { key($0.asker) } }, by: \.self).values.map(\.count).max() ?? 0
            }
            #expect(most(\.user) <= 2 && most(\.channel) <= 3 && most(\.guild) <= 4 && begun.count <= 5)
            let recent = counted.filter { $0.time + Quota.hour > now }
            #expect(recent.count <= 60 && Dictionary(grouping: recent, by: \.user).values.allSatisfy { $0.count <= 9 })
        }
        while let ticket = begun.min() {
            let next = quota.end(ticket)
            begun.remove(ticket)
            begun.formUnion(next)
            queue.removeAll { next.contains($0) }
        }
        #expect(queue.isEmpty)
    }

    @Test func `who waits is let in when a place is free, and gives up after a while`() async throws {
        let clock = ManualClock()
        let gate = QuotaGate(QuotaRules(channel: .init(atOnce: 1), waiting: 2), clock: clock, patience: .seconds(1))
        var first: QuotaGate<ManualClock>.Pass? = try gate.enter(asker("a"))
        try await first?.begin()
        let second = Task { try await gate.enter(asker("b")).begin() }
        await clock.waitForSleepers()
        first?.doesNotCount()
        first = nil
        try await second.value
        let holder = try gate.enter(asker("c"))
        let late = Task { try await gate.enter(asker("d")).begin() }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(1))
        await #expect(throws: Quota.Refusal.busy) { try await late.value }
        holder.doesNotCount()
    }

    @Test func `a question that is given up leaves the queue`() async throws {
        let clock = ManualClock()
        let gate = QuotaGate(QuotaRules(channel: .init(atOnce: 1), waiting: 1), clock: clock)
        let holder = try gate.enter(asker("a"))
        let waiting = Task { try await gate.enter(asker("b")).begin() }
        await clock.waitForSleepers()
        #expect(throws: Quota.Refusal.busy) { try gate.enter(asker("c")) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        let other = try gate.enter(asker("c"))
        other.doesNotCount()
        holder.doesNotCount()
    }
}
