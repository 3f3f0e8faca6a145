import Base
import Foundation
import Testing
import TestSupport

@testable import Discord

/// Who may IDENTIFY when, among all shards of a process.
struct GatewayEntranceTests {
    static func entrance(remaining: Int = 1000, resetAfter: Duration = .zero, maxConcurrency: Int = 1) -> GatewayEntrance {
        var entrance = GatewayEntrance()
        _ = entrance.admit(0, now: .zero)
        let limit = SessionStartLimit(total: 1000, remaining: remaining, resetAfter: resetAfter, maxConcurrency: maxConcurrency)
        entrance.located("u", limit, now: .zero)
        return entrance
    }

    @Test func `one shard asks where the gateway is, and the others wait for what it learns`() {
        var entrance = GatewayEntrance()
        #expect(entrance.admit(0, now: .zero) == .locate)
        #expect(entrance.admit(1, now: .zero) == .wait(until: .seconds(1)))
        entrance.leave(0)
        #expect(entrance.admit(1, now: .seconds(1)) == .locate)
        entrance.located("u", SessionStartLimit(), now: .seconds(2))
        #expect(entrance.admit(0, now: .seconds(2)) == .connect(url: "u"))
    }

    @Test func `shards of one key are let in one at a time, 5 s apart; those of another key beside them`() {
        var entrance = Self.entrance(maxConcurrency: 2)
        #expect(entrance.admit(0, now: .zero) == .connect(url: "u"))
        #expect(entrance.admit(1, now: .zero) == .connect(url: "u"))
        #expect(entrance.admit(2, now: .zero) == .wait(until: .seconds(1)))
        entrance.identified(0, now: .seconds(1))
        #expect(entrance.admit(2, now: .seconds(1)) == .wait(until: .seconds(1) + GatewayEntrance.spacing))
        entrance.leave(1)
        #expect(entrance.admit(3, now: .seconds(1)) == .connect(url: "u"), "nobody of its key has sent an IDENTIFY")
    }

    @Test func `a turn that nobody gives back is taken away`() {
        var entrance = Self.entrance()
        _ = entrance.admit(0, now: .zero)
        _ = entrance.trust(now: GatewayEntrance.patience)
        #expect(entrance.admit(1, now: GatewayEntrance.patience) == .connect(url: "u"))
    }

    @Test func `the session starts left are counted down between two looks, for all shards together`() {
        var entrance = Self.entrance(remaining: 2, resetAfter: .seconds(50), maxConcurrency: 3)
        for shard in 0..<2 {
            #expect(entrance.admit(shard, now: .zero) == .connect(url: "u"))
            entrance.identified(shard, now: .zero)
        }
        #expect(entrance.admit(2, now: .seconds(1)) == .exhausted(until: .seconds(50)))
        #expect(entrance.admit(2, now: .seconds(50)) == .connect(url: "u"))
        entrance.identified(2, now: .seconds(50))
        #expect(entrance.remaining == 999)
    }

    @Test func `a location is fresh for a minute, may be trusted once more, and is doubted when nobody is there`() {
        var entrance = Self.entrance()
        #expect(entrance.admit(0, now: .seconds(60)) == .locate)
        let isKnown = entrance.trust(now: .seconds(60))
        #expect(isKnown)
        #expect(entrance.admit(0, now: .seconds(60)) == .connect(url: "u"))
        entrance.doubt()
        #expect(entrance.admit(0, now: .seconds(60)) == .locate)
        #expect(entrance.url == "u")
        var empty = GatewayEntrance()
        let isEmptyKnown = empty.trust(now: .zero)
        #expect(!isEmptyKnown)
    }

    @Test func `what earlier processes sent counts, by the key that it has now`() {
        var entrance = Self.entrance(maxConcurrency: 2)
        entrance.recall([0: .seconds(2), 3: .seconds(1), 5: .seconds(90)], now: .seconds(10))
        #expect(entrance.admit(2, now: .seconds(10)) == .wait(until: .seconds(8) + GatewayEntrance.spacing))
        #expect(entrance.admit(1, now: .seconds(10)) == .wait(until: .seconds(9) + GatewayEntrance.spacing))
        #expect(entrance.admit(5, now: .seconds(9) + GatewayEntrance.spacing) == .connect(url: "u"))
    }

    @Test(arguments: [-3_600, -1, 0] as [Int])
    func `a clock that was set back makes nobody wait for more than the spacing`(age: Int) {
        var entrance = Self.entrance()
        entrance.recall([0: .seconds(age)], now: .seconds(10))
        #expect(entrance.admit(0, now: .seconds(10)) == .wait(until: .seconds(10) + GatewayEntrance.spacing))
        #expect(entrance.admit(0, now: .seconds(10) + GatewayEntrance.spacing) == .connect(url: "u"))
    }

    @Test func `an IDENTIFY that was just sent is not made older by what is recalled`() {
        var entrance = Self.entrance()
        entrance.identified(0, now: .seconds(9))
        entrance.recall([0: .seconds(60)], now: .seconds(10))
        #expect(entrance.admit(0, now: .seconds(10)) == .wait(until: .seconds(9) + GatewayEntrance.spacing))
    }

    @Test func `processes of one shard each that begin together come in the order of their shards`() {
        for (shard, keys, places) in [(0, 1, 0), (1, 1, 1), (3, 1, 3), (3, 2, 1), (15, 16, 0)] {
            var entrance = GatewayEntrance(lone: shard)
            _ = entrance.admit(shard, now: .zero)
            entrance.located("u", SessionStartLimit(maxConcurrency: keys), now: .seconds(1))
            let first = Duration.seconds(1) + GatewayEntrance.place * places
            if places > 0 { #expect(entrance.admit(shard, now: .seconds(1)) == .wait(until: first)) }
            #expect(entrance.admit(shard, now: first) == .connect(url: "u"))
            // Once only: a session that has to be begun anew later waits for nobody.
            entrance.identified(shard, now: first)
            entrance.doubt()
            entrance.located("u", SessionStartLimit(maxConcurrency: keys), now: .seconds(300))
            #expect(entrance.admit(shard, now: .seconds(300)) == .connect(url: "u"))
        }
        var last = GatewayEntrance(lone: 999)
        last.located("u", SessionStartLimit(), now: .zero)
        #expect(last.admit(999, now: .zero) == .wait(until: GatewayEntrance.mostOthers))
    }

    /// Five machines behind one entrance, 10,000 random inputs at random times.
    @Test(arguments: 0..<5)
    func `whatever happens to the shards, IDENTIFYs of one key are 5 s apart and none starves`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let keys = 1 + Int(seed % 3)
        var entrance = GatewayEntrance()
        var shards = (0..<5).map { GatewayMachine(token: Secret("t"), shard: $0, of: 5) }
        var now = Duration.zero
        var last: [Int: Duration] = [:]
        var identified = Array(repeating: 0, count: 5)
        let location = GatewayLocation(url: "wss://g", limit: SessionStartLimit(maxConcurrency: keys))
        func step(_ shard: Int, _ input: GatewayMachine.Input) {
            for action in shards[shard].step(input, entrance: &entrance, now: now, random: Double.random(in: 0..<1, using: &random)) {
                guard case .send(.identify(_, _, let told)) = action else { continue }
                #expect(told == Shard(id: shard, of: 5))
                if let before = last[shard % keys] { #expect(now - before >= .seconds(5)) }
                last[shard % keys] = now
                identified[shard] += 1
            }
        }
        for shard in 0..<5 { step(shard, .start) }
        for _ in 0..<10_000 {
            now += .milliseconds(Int.random(in: 0...1500, using: &random))
            for shard in 0..<5 where shards[shard].deadline.map({ $0 <= now }) ?? false { step(shard, .tick) }
            let shard = Int.random(in: 0..<5, using: &random)
            let isKind = Int.random(in: 0..<4, using: &random) > 0
            switch shards[shard].state {
            case .locating: step(shard, isKind ? .located(location) : .notLocated(GatewayTrouble(.http, ""), retryAfter: nil))
            case .connecting: step(shard, isKind ? .connected : .notConnected(GatewayTrouble(.tls, "")))
            case .greeting: step(shard, isKind ? .received(.hello(interval: .seconds(40))) : .ended(code: nil))
            case .entering:
                step(shard, isKind ? .received(.dispatch(MachineDriver.ready, sequence: 1)) : .received(.invalidSession(resumable: false)))
            case .live: step(shard, isKind ? .received(.acknowledgement) : .ended(code: [1000, nil, 4007].randomElement(using: &random) ?? nil))
            case .idle, .waiting, .leaving, .stopped, .finished: break
            }
        }
        #expect(identified.allSatisfy { $0 > 5 }, "\(identified)")
    }
}

struct ShardTests {
    @Test(
        arguments: [
            ("1", .all(1)), ("4", .all(4)), ("auto", .automatic), ("AUTO", .automatic), ("0/4", .one(Shard(id: 0, of: 4))),
            ("3/4", .one(Shard(id: 3, of: 4))), ("4/4", nil), ("-1/4", nil), ("0", nil), ("1/0", nil), ("", nil), ("1/2/3", nil), ("x", nil),
            ("1/", nil),
            ("1001", nil),
        ] as [(String, ShardPlan?)])
    func `a plan is a number, auto, or one of several`(text: String, plan: ShardPlan?) {
        #expect(ShardPlan(text) == plan)
    }

    @Test func `the state of all shards is that of the worst, by its number`() {
        func status(_ statuses: GatewayStatus...) -> GatewayStatus {
            GatewayStatus(statuses.enumerated().map { ShardStatus(shard: Shard(id: $0.offset, of: statuses.count), status: $0.element) })
        }
        let live = GatewayStatus.live(since: .distantPast, latency: nil)
        let connecting = GatewayStatus.connecting(failures: 2, trouble: GatewayTrouble(.name, "no name"))
        #expect(GatewayStatus([]) == .offline)
        #expect(status(live, live) == live)
        #expect(status(connecting) == connecting)
        #expect(status(live, connecting) == .connecting(failures: 2, trouble: GatewayTrouble(.name, "shard 1/2: no name")))
        #expect(status(connecting, .stopped(reason: "r", remedy: "m"), live) == .stopped(reason: "shard 1/3: r", remedy: "m"))
        #expect(status(live, .offline) == .offline)
    }

    @Test func `how many shards there are is asked once, and each is told its number`() {
        var driver = MachineDriver(machine: GatewayMachine(token: Secret("t"), shard: 0, of: nil))
        driver.step(.start)
        let location = GatewayLocation(url: "wss://gateway.example", shards: 3)
        #expect(driver.step(.located(location)) == [.split(into: 3), .connect(url: MachineDriver.general)])
        driver.step(.connected)
        #expect(
            driver.receive(.hello(interval: .seconds(40))) == [
                .send(.identify(token: Secret("t"), intents: Intents.used, shard: Shard(id: 0, of: 3)))
            ])
        driver.dispatch(MachineDriver.ready, 1)
        driver.now += .seconds(100)
        driver.step(.ended(code: 1000))
        driver.tick()
        #expect(driver.step(.located(GatewayLocation(url: "wss://gateway.example", shards: 9))) == [.connect(url: MachineDriver.general)])
    }
}
