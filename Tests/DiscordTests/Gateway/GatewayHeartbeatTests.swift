import Base
import Testing

@testable import Discord

/// Heartbeats, acknowledgements and the budget of what is sent.
struct GatewayHeartbeatTests {
    @Test(arguments: [0.0, 0.25, 0.999])
    func `the first heartbeat is jittered`(jitter: Double) {
        var driver = MachineDriver.greeting()
        driver.random = jitter
        driver.receive(.hello(interval: .seconds(40)))
        #expect(driver.machine.deadline == .seconds(40) * jitter)
        #expect(driver.tick() == [.send(.heartbeat(sequence: nil))])
        driver.receive(.acknowledgement)
        #expect(driver.machine.deadline == min(.seconds(40) * jitter + .seconds(40), .seconds(60)))
    }

    @Test func `heartbeats carry the last sequence that was not null`() {
        var driver = MachineDriver.live(sequence: 4)
        driver.dispatch(9)
        driver.dispatch(nil)
        #expect(driver.tick() == [.send(.heartbeat(sequence: 9))])
    }

    @Test func `a heartbeat request is answered at once and leaves the bookkeeping alone`() {
        var driver = MachineDriver.live(sequence: 4)
        #expect(driver.receive(.heartbeatRequest) == [.send(.heartbeat(sequence: 4))])
        #expect(driver.tick() == [.send(.heartbeat(sequence: 4))])
        // The scheduled beat is still unanswered; another request must not make that forgotten.
        driver.receive(.heartbeatRequest)
        #expect(driver.tick() == [.close(code: 4000)])
    }

    @Test func `a heartbeat request before hello is answered too`() {
        var driver = MachineDriver.greeting()
        #expect(driver.receive(.heartbeatRequest) == [.send(.heartbeat(sequence: nil))])
    }

    @Test func `an unacknowledged heartbeat closes with neither 1000 nor 1001, and resumes`() {
        var driver = MachineDriver.live(sequence: 4)
        driver.tick()
        driver.dispatch(5)
        #expect(driver.tick() == [.close(code: 4000)])
        #expect(driver.next?.session?.sequence == 5)
    }

    @Test func `quiet servers are healthy as long as heartbeats are acknowledged`() {
        var driver = MachineDriver.live()
        for _ in 0..<1000 {
            #expect(driver.tick() == [.send(.heartbeat(sequence: 1))])
            driver.receive(.acknowledgement)
        }
    }

    @Test func `an acknowledgement outstanding on one connection is not held against the next`() {
        var driver = MachineDriver.live()
        driver.tick()
        driver.step(.ended(code: nil))
        _ = driver.reconnect()
        driver.step(.connected)
        driver.receive(.hello(interval: .seconds(40)))
        #expect(driver.tick() == [.send(.heartbeat(sequence: 1))])
    }

    @Test func `the latency is that of the last acknowledgement`() {
        var driver = MachineDriver.live()
        driver.tick()
        driver.now += .milliseconds(80)
        driver.receive(.acknowledgement)
        guard case .live(_, let heartbeat, _) = driver.machine.state else { return #expect(Bool(false)) }
        #expect(heartbeat.latency == .milliseconds(80))
    }

    @Test func `beats that were slept through are not made up for`() {
        var heartbeat = Heartbeat(interval: .seconds(1), now: .zero, jitter: 0)
        #expect(heartbeat.beat(now: .seconds(100)) == .send)
        #expect(heartbeat.beat(now: .seconds(100)) == .notYet)
        #expect(heartbeat.next == .seconds(101))
    }

    @Test func `at most 120 messages in 60 s, with slots kept for heartbeats`() {
        var driver = MachineDriver.live()
        var sent = 0
        for _ in 0..<500 { sent += driver.receive(.heartbeatRequest).count }
        // One went on IDENTIFY.
        #expect(sent == SendBudget.limit - SendBudget.keptForHeartbeats - 1)
        #expect(driver.tick() == [.send(.heartbeat(sequence: 1))])
        driver.receive(.acknowledgement)
        driver.now = .seconds(61)
        #expect(driver.receive(.heartbeatRequest).count == 1)
    }

    @Test func `the budget is that of one connection`() {
        var driver = MachineDriver.live()
        for _ in 0..<500 { driver.receive(.heartbeatRequest) }
        driver.step(.ended(code: nil))
        _ = driver.reconnect()
        driver.step(.connected)
        #expect(driver.receive(.heartbeatRequest).count == 1)
    }
}
