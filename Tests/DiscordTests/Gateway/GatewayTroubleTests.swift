import Base
import Testing
import Transport

@testable import Discord

/// That an operator can read which stage fails and what to do.
struct GatewayTroubleTests {
    @Test(
        arguments: [
            (.name(host: "h", reason: "r"), .name), (.connect(host: "h", reason: "r"), .connection), (.tls(host: "h", reason: "r"), .tls),
            (.refused(host: "h", status: 403, reason: "r"), .http), (.timeout(host: "h", stage: "name"), .name),
            (.timeout(host: "h", stage: "connection"), .connection), (.timeout(host: "h", stage: "TLS"), .tls),
            (.timeout(host: "h", stage: "upgrade"), .http), (.broken(host: "h", reason: "r"), .http),
        ] as [(TransportError, GatewayTrouble.Stage)])
    func `what the network fails of is told by its stage, of the API as of the gateway`(error: TransportError, stage: GatewayTrouble.Stage) {
        #expect(GatewayTrouble(error) == GatewayTrouble(stage, "\(error)"))
        #expect(GatewayTrouble(DiscordError(.unreachable(error), call: "x")).stage == stage)
    }

    @Test func `what the API fails of is HTTP or a limit`() {
        #expect(GatewayTrouble(DiscordError(.serverFailure, call: "x", status: 503)).stage == .http)
        #expect(GatewayTrouble(DiscordError(.rateLimited(retryAfter: .seconds(9)), call: "x")).stage == .limit)
    }

    @Test(arguments: GatewayTrouble.Stage.allCases)
    func `every stage has a remedy`(stage: GatewayTrouble.Stage) {
        #expect(GatewayTrouble(stage, "").remedy.hasSuffix("."))
    }

    @Test func `a machine keeps what failed last, until a session stands`() {
        var driver = MachineDriver()
        driver.step(.start)
        driver.step(.notLocated(GatewayTrouble(.tls, "old"), retryAfter: nil))
        #expect(driver.machine.trouble == GatewayTrouble(.tls, "old"))
        _ = driver.reconnect()
        driver.step(.connected)
        driver.tick()
        #expect(driver.machine.trouble?.stage == .hello)
        _ = driver.reconnect()
        driver.step(.connected)
        driver.receive(.hello(interval: .seconds(40)))
        #expect(driver.machine.trouble != nil, "a Hello is no session")
        driver.dispatch(MachineDriver.ready, 1)
        #expect(driver.machine.trouble == nil)
        driver.step(.ended(code: 4002))
        #expect(driver.machine.trouble == GatewayTrouble(.connected, "Discord closed the connection with code 4002: a payload that it cannot read"))
    }

    @Test func `a day's session starts that are used up are told with the time to wait`() {
        var driver = MachineDriver()
        driver.step(.start)
        let limit = SessionStartLimit(total: 1000, remaining: 0, resetAfter: .seconds(3 * 3600 + 90))
        driver.step(.located(GatewayLocation(url: "wss://gateway.example", limit: limit)))
        #expect(driver.machine.trouble == GatewayTrouble(.limit, "Discord allows no new session for 3 h 2 min"))
    }

    @Test(arguments: [(4001, true), (4002, true), (4003, true), (4005, true), (4008, true), (4000, false), (4009, false), (1000, false)])
    func `close codes that blame the client are told apart, to be logged as a mistake of ours`(code: UInt16, isOurs: Bool) {
        #expect(CloseVerdict.isOurMistake(code) == isOurs)
    }
}
