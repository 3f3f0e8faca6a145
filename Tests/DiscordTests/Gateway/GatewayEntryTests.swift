import Base
import Testing

@testable import Discord

/// How a connection is found, begun and entered.
struct GatewayEntryTests {
    static let identify = GatewayCommand.identify(token: Secret("token"), intents: 1 | 1 << 9 | 1 << 12, shard: .only)

    @Test func `the address comes from the API and is connected to with version and encoding`() {
        var driver = MachineDriver()
        #expect(driver.step(.start) == [.locate])
        #expect(driver.step(.located(GatewayLocation(url: "wss://gateway.example"))) == [.connect(url: MachineDriver.general)])
    }

    @Test(
        arguments: [
            ("wss://gateway.discord.gg", "wss://gateway.discord.gg/?v=10&encoding=json"),
            ("wss://gateway.discord.gg/", "wss://gateway.discord.gg/?v=10&encoding=json"),
            ("ws://127.0.0.1:80/gw?v=9&x", "ws://127.0.0.1:80/gw?v=10&encoding=json"),
            ("https://gateway.discord.gg", nil), ("wss://", nil), ("wss:///", nil), ("", nil),
        ] as [(String, String?)])
    func `the slash before the query is never missing`(base: String, address: String?) {
        #expect(GatewayURL.connecting(to: base, .none) == address)
        #expect(GatewayURL.connecting(to: base, .zlib) == address.map { "\($0)&compress=zlib-stream" })
    }

    @Test func `an address that is none is a failure and is asked for again`() {
        var driver = MachineDriver()
        driver.step(.start)
        #expect(driver.step(.located(GatewayLocation(url: "https://x"))) == [])
        #expect(driver.tick() == [.locate])
    }

    @Test func `hello leads to identify without privileged intents, and READY to a live session`() {
        var driver = MachineDriver.greeting()
        #expect(driver.receive(.hello(interval: .seconds(40))) == [.send(Self.identify)])
        #expect(Intents.used & (1 << 1 | 1 << 8 | 1 << 15) == 0)
        #expect(driver.dispatch(MachineDriver.ready, 1) == [.dispatch(MachineDriver.ready)])
        #expect(driver.isLive)
    }

    @Test func `nothing is sent before hello`() {
        var driver = MachineDriver.greeting()
        #expect(driver.machine.deadline == .seconds(30))
        #expect(driver.dispatch(3) == [])
    }

    @Test func `no hello in 30 s gives the connection up`() {
        var driver = MachineDriver.greeting()
        driver.now = .seconds(29)
        #expect(driver.step(.tick) == [])
        driver.now = .seconds(30)
        #expect(driver.step(.tick) == [.close(code: 4000)])
        #expect(driver.next == .identify)
    }

    @Test func `an IDENTIFY that is never answered gives the connection up although heartbeats are acknowledged`() {
        var driver = MachineDriver.identifying()
        while driver.now < .seconds(60) {
            if driver.tick().contains(.close(code: 4000)) { break }
            driver.receive(.acknowledgement)
        }
        #expect(driver.next == .identify && driver.now == .seconds(60))
    }

    @Test func `identifies are at least 5 s apart`() {
        var driver = MachineDriver.identifying()
        driver.random = 0
        driver.step(.ended(code: 4007))
        #expect(driver.tick() == [])
        #expect(driver.wait == .milliseconds(5_250))
        #expect(driver.tick() == [.connect(url: MachineDriver.general)])
    }

    @Test func `without a session start left it waits for the reset`() {
        var driver = MachineDriver()
        driver.step(.start)
        let limit = SessionStartLimit(total: 1000, remaining: 0, resetAfter: .seconds(3600))
        #expect(driver.step(.located(GatewayLocation(url: "wss://gateway.example", limit: limit))) == [])
        #expect(driver.wait == .seconds(3600))
        #expect(driver.tick() == [.locate])
    }

    @Test func `the location is asked for again before an IDENTIFY a minute later`() {
        var driver = MachineDriver.live()
        driver.now = .seconds(70)
        driver.step(.ended(code: 1000))
        #expect(driver.tick() == [.locate])
    }

    @Test func `an API that fails does not keep a known gateway from being used`() {
        var driver = MachineDriver.live()
        driver.now = .seconds(70)
        driver.step(.ended(code: 1000))
        driver.tick()
        #expect(driver.step(.notLocated(GatewayTrouble(.http, "HTTP 503"), retryAfter: nil)) == [.connect(url: MachineDriver.general)])
    }

    @Test func `an API that asks for a pause gets it`() {
        var driver = MachineDriver()
        driver.step(.start)
        driver.step(.notLocated(GatewayTrouble(.http, "HTTP 429"), retryAfter: .seconds(900)))
        #expect(driver.wait == .seconds(900))
    }

    @Test func `a token that the API rejects stops it`() {
        var driver = MachineDriver()
        driver.step(.start)
        #expect(driver.step(.tokenRejected) == [.stop(.tokenRejected)])
    }

    @Test func `a payload over 4096 bytes is never sent`() {
        var driver = MachineDriver(machine: GatewayMachine(token: Secret(String(repeating: "x", count: 5000))))
        driver.step(.start)
        driver.step(.located(GatewayLocation(url: "wss://gateway.example")))
        driver.step(.connected)
        #expect(driver.receive(.hello(interval: .seconds(1))) == [.close(code: 1000), .stop(.oversizedToken)])
    }

    @Test func `the backoff grows with full jitter, is bounded, and starts over only with a live session`() {
        var driver = MachineDriver()
        driver.random = 1
        driver.step(.start)
        driver.step(.located(GatewayLocation(url: "wss://gateway.example")))
        var waits: [Duration] = []
        for _ in 0..<200 {
            driver.step(.notConnected(GatewayTrouble(.name, "refused")))
            if let wait = driver.wait { waits.append(wait) }
            _ = driver.reconnect()
        }
        #expect(waits.prefix(8) == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) }[...])
        #expect(waits.count == 200 && waits.allSatisfy { $0 <= .seconds(60) })
        driver.step(.connected)
        driver.receive(.hello(interval: .seconds(40)))
        #expect(driver.machine.failures == 200)
        driver.dispatch(MachineDriver.ready, 1)
        #expect(driver.machine.failures == 0)
        driver.random = 0
        driver.step(.ended(code: nil))
        #expect(driver.wait == .zero)
    }

    @Test func `connections that are lost at once, again and again, are resumed less often, and soon all the same`() {
        var driver = MachineDriver.live()
        driver.random = 1
        var waits: [Duration] = []
        for _ in 0..<6 {
            driver.step(.ended(code: 4000))
            waits.append(driver.wait ?? .zero)
            _ = driver.reconnect()
            driver.step(.connected)
            driver.receive(.hello(interval: .seconds(40)))
            driver.dispatch(.resumed, nil)
        }
        #expect(waits == [1, 2, 4, 8, 8, 8].map { .seconds($0) })
        // One that lasts a minute is a good one.
        driver.now += .seconds(60)
        driver.step(.ended(code: 4000))
        #expect(driver.wait == .seconds(1))
    }

    @Test func `sessions that are over at once, again and again, are begun less and less often, since their number is limited`() {
        var driver = MachineDriver.live()
        driver.random = 1
        var waits: [Duration] = []
        for _ in 0..<8 {
            driver.step(.ended(code: 4003))
            waits.append(driver.wait ?? .zero)
            _ = driver.reconnect()
            driver.step(.connected)
            driver.receive(.hello(interval: .seconds(40)))
            driver.dispatch(MachineDriver.ready, 1)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        driver.now += .seconds(120)
        driver.step(.ended(code: 4003))
        _ = driver.reconnect()
        driver.step(.connected)
        driver.receive(.hello(interval: .seconds(40)))
        driver.dispatch(MachineDriver.ready, 1)
        driver.step(.ended(code: 4003))
        #expect(driver.wait == .seconds(1))
    }

    @Test func `a shutdown says goodbye with 1000, waits a moment for the answer, and finishes`() {
        var driver = MachineDriver.live()
        #expect(driver.step(.shutdown) == [.close(code: 1000)])
        #expect(driver.step(.shutdown) == [])
        var silent = driver
        #expect(driver.step(.ended(code: 1000)) == [.finish])
        #expect(silent.tick() == [.finish] && silent.now == .seconds(3))
        var waiting = MachineDriver()
        #expect(waiting.step(.shutdown) == [.finish])
    }

    @Test func `the token shows in no printed command`() {
        #expect(!String(reflecting: Self.identify).contains("\"token\""))
        #expect(Self.identify.encoded().contains(#""token":"token""#))
    }
}
