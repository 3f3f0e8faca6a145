import Base

@testable import Discord

/// Drives a machine through a test: keeps its time, and knows the usual beginnings.
struct MachineDriver {
    var machine = GatewayMachine(token: Secret("token"))
    var entrance = GatewayEntrance()
    var now = Duration.zero
    var random = 0.5

    static let general = "wss://gateway.example/?v=10&encoding=json"
    static let own = "wss://resume.example/?v=10&encoding=json"
    static let ready = GatewayEvent.ready(Ready(user: User(id: "1", isBot: true), sessionID: "s", resumeURL: "wss://resume.example"))

    @discardableResult
    mutating func step(_ input: GatewayMachine.Input) -> [GatewayMachine.Action] {
        machine.step(input, entrance: &entrance, now: now, random: random)
    }

    @discardableResult
    mutating func receive(_ payload: GatewayPayload) -> [GatewayMachine.Action] { step(.received(payload)) }

    @discardableResult
    mutating func dispatch(_ event: GatewayEvent, _ sequence: Int?) -> [GatewayMachine.Action] {
        receive(.dispatch(event, sequence: sequence))
    }

    @discardableResult
    mutating func dispatch(_ sequence: Int?) -> [GatewayMachine.Action] { dispatch(.other("X"), sequence) }

    /// Lets time pass to the deadline and ticks.
    @discardableResult
    mutating func tick() -> [GatewayMachine.Action] {
        now = max(now, machine.deadline ?? now)
        return step(.tick)
    }

    /// From wherever it waits to the next connection attempt.
    mutating func reconnect() -> [GatewayMachine.Action] {
        for _ in 0..<5 {
            var actions = tick()
            if actions == [.locate] { actions = step(.located(GatewayLocation(url: "wss://gateway.example"))) }
            if case .connect? = actions.first { return actions }
        }
        return []
    }

    static func greeting() -> MachineDriver {
        var driver = MachineDriver()
        driver.step(.start)
        driver.step(.located(GatewayLocation(url: "wss://gateway.example")))
        driver.step(.connected)
        return driver
    }

    static func identifying() -> MachineDriver {
        var driver = greeting()
        driver.receive(.hello(interval: .seconds(40)))
        return driver
    }

    static func live(sequence: Int = 1) -> MachineDriver {
        var driver = identifying()
        driver.dispatch(ready, sequence)
        return driver
    }

    /// Connected to the session's own address, RESUME sent.
    static func resuming() -> MachineDriver {
        var driver = live(sequence: 7)
        driver.step(.ended(code: nil))
        _ = driver.reconnect()
        driver.step(.connected)
        driver.receive(.hello(interval: .seconds(40)))
        return driver
    }

    var isLive: Bool {
        if case .live = machine.state { true } else { false }
    }

    /// The entry that it waits to begin.
    var next: Entry? {
        if case .waiting(_, let entry) = machine.state { entry } else { nil }
    }

    /// How long it waits.
    var wait: Duration? {
        if case .waiting(let until, _) = machine.state { until - now } else { nil }
    }
}
