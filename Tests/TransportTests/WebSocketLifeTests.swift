import Base
import Testing

@testable import Transport

/// The decisions of a connection, without a connection.
@Suite struct WebSocketLifeTests {
    let start = ContinuousClock.now

    private func life(isSecure: Bool = true, proxy: String? = nil, idle: Duration? = nil) -> WebSocketLife {
        WebSocketLife(host: "h", proxy: proxy, isSecure: isSecure, timeout: .seconds(10), idle: idle, now: start)
    }

    private func openLife(idle: Duration? = nil) -> WebSocketLife {
        var life = life(idle: idle)
        _ = life.resolved(.success(["a"]), now: start)
        life.connected()
        life.asking()
        _ = life.opened(now: start)
        return life
    }

    @Test func `addresses are tried in turn, the first for half of the time`() {
        var life = life()
        #expect(life.deadline == start + .seconds(10))
        #expect(life.resolved(.success(["a", "b", "c"]), now: start + .seconds(2)) == [.connect("a")])
        #expect(life.deadline == start + .seconds(6))
        #expect(life.timePassed(now: start + .seconds(5)) == [])
        #expect(life.timePassed(now: start + .seconds(6)) == [.kill])
        #expect(life.ended(status: 0, reason: "killed", now: start + .seconds(6)) == [.connect("b")])
        #expect(life.deadline == start + .seconds(8))
        #expect(life.ended(status: 0, reason: "refused", now: start + .seconds(6)) == [.connect("c")])
        #expect(life.deadline == start + .seconds(10))
        #expect(life.ended(status: 0, reason: "refused", now: start + .seconds(7)) == [.reportFailure(.connect(host: "h", reason: "refused"))])
        #expect(life.isOver)
    }

    @Test func `once TCP stands no other address is tried, and the failure names its stage`() {
        let stages: [((inout WebSocketLife) -> Void, String, TransportError)] = [
            ({ $0.connected() }, "TLS", .tls(host: "h", reason: "why")),
            (
                {
                    $0.connected(); $0.asking()
                }, "upgrade", .refused(host: "h", status: 403, reason: "no WebSocket here")
            ),
        ]
        for (advance, stage, error) in stages {
            for isLate in [false, true] {
                var life = life()
                _ = life.resolved(.success(["a", "b"]), now: start)
                advance(&life)
                if isLate {
                    #expect(life.timePassed(now: start + .seconds(10)) == [.reportFailure(.timeout(host: "h", stage: stage)), .kill])
                } else {
                    #expect(life.ended(status: 403, reason: "why", now: start) == [.reportFailure(error)])
                }
            }
        }
    }

    @Test func `a name that is not found in time is given up`() {
        var life = life()
        #expect(life.timePassed(now: start + .seconds(10)) == [.reportFailure(.timeout(host: "h", stage: "name"))])
        #expect(life.resolved(.success(["a"]), now: start + .seconds(11)) == [])
    }

    @Test func `a peer that is silent for too long is taken for gone, where silence is a sign`() {
        #expect(openLife().deadline == nil)
        var life = openLife(idle: .seconds(30))
        life.heard(now: start + .seconds(20))
        #expect(life.timePassed(now: start + .seconds(49)) == [])
        #expect(life.timePassed(now: start + .seconds(50)) == [.reportEnd(.lost(reason: "nothing has come for 30 s")), .kill])
        // Once it is being closed, another watchdog counts.
        var closing = openLife(idle: .seconds(1))
        closing.close(now: start)
        closing.heard(now: start + .seconds(1))
        #expect(closing.deadline == start + .seconds(5))
    }

    @Test func `a peer that does not answer a close frame is given five seconds`() {
        var life = openLife()
        life.close(now: start)
        #expect(!life.isOpen)
        #expect(life.timePassed(now: start + .seconds(4)) == [])
        #expect(life.timePassed(now: start + .seconds(5)) == [.reportEnd(.closedByUs), .kill])
    }

    @Test(arguments: 0..<200)
    func `whatever happens, there is one report of opening at most and exactly one of the end`(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var life = life(
            isSecure: .random(using: &random), proxy: Bool.random(using: &random) ? "p" : nil,
            idle: Bool.random(using: &random) ? .seconds(2) : nil)
        var now = start
        var actions: [WebSocketLife.Action] = []
        for _ in 0..<60 {
            now += .milliseconds(Int.random(in: 0...800, using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 9: life.heard(now: now)
            case 0: actions += life.resolved(.success(["a", "b"]), now: now)
            case 1: life.connected()
            case 2: life.asking()
            case 3: actions += life.opened(now: now)
            case 4: actions += life.ended(status: 0, reason: "", now: now)
            case 5: actions += life.peerCloses(code: 1000, reason: "")
            case 6: life.close(now: now)
            case 7: actions += life.timePassed(now: now)
            default: actions += seed.isMultiple(of: 3) ? life.broke("x") : []
            }
        }
        actions += life.abandon()
        let openings = actions.indices.filter { actions[$0] == .reportOpen }
        let ends = actions.indices.filter { index in
            switch actions[index] {
            case .reportEnd, .reportFailure: true
            case .connect, .kill, .reportOpen: false
            }
        }
        #expect(openings.count <= 1)
        #expect(ends.count == 1)
        if let opening = openings.first, let end = ends.first {
            #expect(opening < end)
            guard case .reportEnd = actions[end] else {
                Issue.record("an open connection ended with \(actions[end])")
                return
            }
        }
        #expect(!actions[(ends.first ?? 0)...].contains { if case .connect = $0 { true } else { false } })
        #expect(life.deadline == nil)
    }
}
