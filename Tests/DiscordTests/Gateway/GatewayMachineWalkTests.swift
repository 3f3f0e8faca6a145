import Base
import Testing
import TestSupport

@testable import Discord

/// What holds in every state, whatever comes.
struct GatewayMachineWalkTests {
    static let inputs: [GatewayMachine.Input] =
        [
            .start, .tick, .located(GatewayLocation(url: "wss://gateway.example")), .located(GatewayLocation(url: "?")),
            .notLocated(GatewayTrouble(.http, ""), retryAfter: nil), .notLocated(GatewayTrouble(.http, ""), retryAfter: .seconds(9)), .tokenRejected,
            .connected,
            .notConnected(GatewayTrouble(.name, "")), .undecodable(reason: ""), .shutdown,
        ]
        + [nil, 1000, 4000, 4004, 4007, 4014].map { .ended(code: $0) }
        + [
            .heartbeatRequest, .reconnect, .invalidSession(resumable: true), .invalidSession(resumable: false), .hello(interval: .seconds(40)),
            .acknowledgement, .unknown, .dispatch(MachineDriver.ready, sequence: 1), .dispatch(MachineDriver.ready, sequence: nil),
            .dispatch(.resumed, sequence: 8), .dispatch(.other("X"), sequence: 9), .dispatch(.other("X"), sequence: nil),
        ].map { .received($0) }

    static let drivers: [MachineDriver] = {
        var waiting = MachineDriver.live()
        waiting.step(.ended(code: nil))
        var connecting = waiting
        _ = connecting.reconnect()
        var locating = MachineDriver()
        locating.step(.start)
        var leaving = MachineDriver.live()
        leaving.step(.shutdown)
        var stopped = MachineDriver.live()
        stopped.step(.ended(code: 4004))
        var finished = MachineDriver()
        finished.step(.shutdown)
        return [
            MachineDriver(), waiting, locating, connecting, .greeting(), .identifying(), .resuming(), .live(), leaving, stopped, finished,
        ]
    }()

    @Test func `no input traps in any state, and after the end nothing follows`() {
        for driver in Self.drivers {
            for first in Self.inputs {
                for second in Self.inputs {
                    var walker = driver
                    walker.step(first)
                    let over = walker.machine.state == .finished
                    let actions = walker.step(second)
                    if over { #expect(actions == []) }
                }
            }
        }
    }

    @Test func `a stop ends only with the process`() {
        for input in Self.inputs where input != .shutdown {
            var driver = MachineDriver.live()
            driver.step(.ended(code: 4014))
            #expect(driver.step(input) == [])
            #expect(driver.machine.state == .stopped(.disallowedIntents) && driver.machine.deadline == nil)
        }
    }

    /// 100,000 random inputs at random times.
    @Test(arguments: 0..<10)
    func `a random walk keeps the invariants`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var driver = MachineDriver()
        driver.step(.start)
        var (isOpen, lastIdentify, sends): (Bool, Duration?, [Duration]) = (false, nil, [])
        for _ in 0..<10_000 {
            if let deadline = driver.machine.deadline, Bool.random(using: &random) {
                driver.now = max(driver.now, deadline)
            } else {
                driver.now += .milliseconds(Int.random(in: 0...3000, using: &random))
            }
            driver.random = Double.random(in: 0..<1, using: &random)
            var input = Self.inputs.randomElement(using: &random) ?? .tick
            // The two ends are left out, so that the walk goes on.
            if [.tokenRejected, .shutdown, .ended(code: 4004), .ended(code: 4014)].contains(input) { input = .tick }
            let before = driver.machine.state
            for action in driver.step(input) {
                switch action {
                case .connect:
                    #expect(!isOpen, "one connection at a time")
                    (isOpen, sends) = (true, [])
                case .close(let code):
                    #expect(code != 1000 && code != 1001)
                    isOpen = false
                case .send(let command):
                    #expect(isOpen)
                    sends = sends.filter { $0 > driver.now - .seconds(60) } + [driver.now]
                    #expect(sends.count <= 120)
                    guard case .identify = command else { break }
                    if let lastIdentify { #expect(driver.now - lastIdentify >= .seconds(5)) }
                    lastIdentify = driver.now
                case .locate, .split, .dispatch: break
                case .stop, .finish: Issue.record("nothing here stops it")
                }
            }
            switch input {
            case .ended, .notConnected: isOpen = isOpen && driver.next == nil && driver.machine.state == before
            default: break
            }
            if case (.live(let old, _, _), .live(let new, _, _)) = (before, driver.machine.state),
                input != .received(.dispatch(MachineDriver.ready, sequence: 1)),
                input != .received(.dispatch(MachineDriver.ready, sequence: nil))
            {
                #expect(new.sequence >= old.sequence)
            }
            #expect(driver.machine.deadline != nil, "there is always a next moment")
            #expect(driver.wait.map { $0 <= .seconds(60) } ?? true)
        }
    }
}
