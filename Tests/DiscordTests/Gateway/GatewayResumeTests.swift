import Base
import Testing

@testable import Discord

/// How a session survives its connections, and when it does not.
struct GatewayResumeTests {
    static func resume(_ sequence: Int) -> GatewayMachine.Action {
        .send(.resume(token: Secret("token"), session: "s", sequence: sequence))
    }

    @Test func `a lost connection is resumed at the session's address with the same query`() {
        var driver = MachineDriver.live(sequence: 7)
        #expect(driver.step(.ended(code: nil)) == [])
        #expect(driver.reconnect() == [.connect(url: MachineDriver.own)])
        driver.step(.connected)
        #expect(driver.receive(.hello(interval: .seconds(40))) == [Self.resume(7)])
        #expect(driver.dispatch(8) == [.dispatch(.other("X"))])
        #expect(!driver.isLive)
        driver.dispatch(.resumed, 9)
        #expect(driver.isLive)
    }

    @Test func `RESUMED keeps the session's resume address`() {
        var driver = MachineDriver.resuming()
        driver.dispatch(.resumed, 8)
        driver.step(.ended(code: nil))
        #expect(driver.reconnect() == [.connect(url: MachineDriver.own)])
    }

    @Test func `when the resume address cannot be reached the general one is tried, and then the first again`() {
        var driver = MachineDriver.live(sequence: 7)
        driver.step(.ended(code: nil))
        for address in [MachineDriver.own, MachineDriver.general, MachineDriver.own] {
            #expect(driver.reconnect() == [.connect(url: address)])
            driver.step(.notConnected(GatewayTrouble(.name, "name")))
        }
        #expect(driver.reconnect() == [.connect(url: MachineDriver.general)])
        driver.step(.connected)
        #expect(driver.receive(.hello(interval: .seconds(40))) == [Self.resume(7)])
    }

    @Test func `a resume address without hello counts as unreachable`() {
        var driver = MachineDriver.live()
        driver.step(.ended(code: nil))
        _ = driver.reconnect()
        driver.step(.connected)
        #expect(driver.tick() == [.close(code: 4000)])
        #expect(driver.reconnect() == [.connect(url: MachineDriver.general)])
    }

    @Test func `a session without a resume address is resumed at the general one`() {
        var driver = MachineDriver.identifying()
        driver.dispatch(.ready(Ready(user: User(id: "1"), sessionID: "s", resumeURL: nil)), 1)
        driver.step(.ended(code: nil))
        #expect(driver.reconnect() == [.connect(url: MachineDriver.general)])
    }

    @Test func `a session is resumed with the compression that it was begun with, at either address`() {
        var driver = MachineDriver(machine: GatewayMachine(token: Secret("token"), compression: .zlib))
        driver.step(.start)
        driver.step(.located(GatewayLocation(url: "wss://gateway.example")))
        driver.step(.connected)
        driver.receive(.hello(interval: .seconds(40)))
        driver.dispatch(MachineDriver.ready, 1)
        #expect(driver.step(.undecodable(reason: "x")) == [.close(code: 4000)])
        #expect(driver.reconnect() == [.connect(url: MachineDriver.own + "&compress=zlib-stream")])
        driver.step(.notConnected(GatewayTrouble(.name, "x")))
        #expect(driver.reconnect() == [.connect(url: MachineDriver.general + "&compress=zlib-stream")])
    }

    @Test func `op 7 closes with a code other than 1000 and resumes`() {
        var driver = MachineDriver.live()
        #expect(driver.receive(.reconnect) == [.close(code: 4000)])
        #expect(driver.next?.session != nil)
    }

    @Test func `op 7 before hello resumes where there is a session and identifies where there is none`() {
        var fresh = MachineDriver.greeting()
        #expect(fresh.receive(.reconnect) == [.close(code: 4000)])
        #expect(fresh.next == .identify)
        var driver = MachineDriver.live()
        driver.step(.ended(code: nil))
        _ = driver.reconnect()
        driver.step(.connected)
        #expect(driver.receive(.reconnect) == [.close(code: 4000)])
        #expect(driver.next?.session != nil)
    }

    @Test func `op 9 true resumes`() {
        var driver = MachineDriver.live()
        #expect(driver.receive(.invalidSession(resumable: true)) == [.close(code: 4000)])
        #expect(driver.next?.session != nil)
    }

    @Test(arguments: [0.0, 0.5, 1.0])
    func `op 9 false waits 1 to 5 s and identifies on a new connection to the general address`(random: Double) {
        var driver = MachineDriver.resuming()
        driver.now += .seconds(10)
        driver.random = random
        #expect(driver.receive(.invalidSession(resumable: false)) == [.close(code: 4000)])
        #expect(driver.wait == .seconds(1) + .seconds(4) * random)
        #expect(driver.next == .identify)
        #expect(driver.reconnect() == [.connect(url: MachineDriver.general)])
        driver.step(.connected)
        #expect(driver.receive(.hello(interval: .seconds(40))) == [.send(GatewayEntryTests.identify)])
    }

    @Test func `a RESUME refused again and again becomes an IDENTIFY`() {
        var driver = MachineDriver.resuming()
        for _ in 1..<GatewayMachine.refusalsBeforeIdentify {
            driver.receive(.invalidSession(resumable: true))
            #expect(driver.next?.session != nil)
            _ = driver.reconnect()
            driver.step(.connected)
            driver.receive(.hello(interval: .seconds(40)))
        }
        driver.step(.ended(code: 4000))
        #expect(driver.next == .identify)
    }

    @Test func `an outage does not use up the refusals`() {
        var driver = MachineDriver.live()
        driver.step(.ended(code: nil))
        for _ in 0..<50 {
            _ = driver.reconnect()
            driver.step(.notConnected(GatewayTrouble(.name, "no network")))
        }
        #expect(driver.next?.session != nil)
    }

    @Test func `null and lower sequences do not overwrite`() {
        var driver = MachineDriver.live(sequence: 5)
        for sequence in [nil, 3, 6, nil, 2] { driver.dispatch(sequence) }
        driver.step(.ended(code: nil))
        #expect(driver.next?.session?.sequence == 6)
    }

    @Test func `the replay advances the sequence, so that a second break resumes from there`() {
        var driver = MachineDriver.resuming()
        driver.dispatch(8)
        driver.dispatch(9)
        driver.step(.ended(code: nil))
        #expect(driver.next?.session?.sequence == 9)
    }

    @Test func `a long replay is not taken for silence`() {
        var driver = MachineDriver.resuming()
        for sequence in 8..<20 {
            driver.now += .seconds(30)
            driver.receive(.acknowledgement)
            driver.dispatch(sequence)
            #expect(driver.step(.tick).allSatisfy { $0 != .close(code: 4000) })
            driver.receive(.acknowledgement)
        }
        driver.dispatch(.resumed, 21)
        #expect(driver.isLive)
    }

    @Test func `unknown opcodes and events change nothing, and events are passed on`() {
        var driver = MachineDriver.live()
        let before = driver.machine.state
        #expect(driver.receive(.unknown) == [])
        #expect(driver.machine.state == before)
        #expect(driver.dispatch(.other("BRAND_NEW"), nil) == [.dispatch(.other("BRAND_NEW"))])
        #expect(driver.machine.state == before)
    }

    @Test func `a dispatch delivered twice is passed on twice: whoever acts on it compares ids`() {
        var driver = MachineDriver.live()
        #expect(driver.dispatch(2) == driver.dispatch(2))
    }

    @Test(
        arguments: [
            (nil, .resume), (1000, .identify), (1001, .resume), (1005, .resume), (1006, .resume), (1002, .resume), (1012, .resume),
            (4000, .resume), (4001, .resume), (4002, .resume), (4003, .identify), (4004, .stop(.authenticationFailed)), (4005, .identify),
            (4006, .resume), (4007, .identify), (4008, .resume), (4009, .resume), (4010, .stop(.invalidShard)),
            (4011, .stop(.shardingRequired)), (4012, .stop(.invalidVersion)), (4013, .stop(.invalidIntents)),
            (4014, .stop(.disallowedIntents)), (4999, .resume),
        ] as [(UInt16?, CloseVerdict)])
    func `every close code has its consequence`(code: UInt16?, verdict: CloseVerdict) {
        #expect(CloseVerdict(code: code) == verdict)
        var driver = MachineDriver.live()
        let actions = driver.step(.ended(code: code))
        switch verdict {
        case .resume: #expect(driver.next?.session != nil)
        case .identify: #expect(driver.next == .identify)
        case .stop(let reason):
            #expect(actions.contains(.stop(reason)))
            #expect(driver.machine.state == .stopped(reason))
        }
    }

    @Test(arguments: StopReason.allCases)
    func `a stop names its cause and its remedy`(reason: StopReason) {
        #expect(!reason.reason.isEmpty && reason.remedy.hasSuffix("."))
    }
}
