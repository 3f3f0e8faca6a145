import Foundation
import Synchronization

/// What a stand-in store is told to do wrong, what it was asked, and what clients did that they must not.
package final class FaultBoard: Sendable {
    private struct Trap {
        var fault: StandInFault
        var host: StandInHost
        /// Strikes when the target contains this; for the storage host, when the file that the address was signed for does.
        var pattern: String
        /// How many matching requests it lets pass first.
        var skips: Int
        /// How many more times.
        var times: Int
    }

    private struct State {
        var traps: [Trap] = []
        var visits: [StandInVisit] = []
        var violations: [String] = []
    }

    private let state = Mutex(State())

    package init() {}

    var violations: [String] { state.withLock(\.violations) }
    var visits: [StandInVisit] { state.withLock(\.visits) }

    func inject(_ fault: StandInFault, at host: StandInHost, on pattern: String, skips: Int, times: Int) {
        state.withLock { $0.traps.append(Trap(fault: fault, host: host, pattern: pattern, skips: skips, times: times)) }
    }

    func heal() {
        state.withLock { $0.traps = [] }
    }

    func violation(_ text: String) {
        state.withLock { $0.violations.append(text) }
    }

    func note(_ request: StandInRequest, _ host: StandInHost) {
        state.withLock {
            $0.visits.append(
                StandInVisit(
                    host: host, method: request.method, target: request.target, hasToken: request.header("Authorization") != nil,
                    range: request.header("Range"), ifNoneMatch: request.header("If-None-Match")))
        }
    }

    /// The faults that strike now; each is used up by one. Delays are sat out here.
    /// - Parameter text: The method and the target, or the method and the file that an address was signed for.
    func spring(_ host: StandInHost, _ text: String) -> [StandInFault] {
        let faults = state.withLock { state in
            var faults: [StandInFault] = []
            for index in state.traps.indices {
                let trap = state.traps[index]
                guard trap.times > 0, trap.host == host, trap.pattern.isEmpty || text.contains(trap.pattern) else { continue }
                if trap.skips > 0 {
                    state.traps[index].skips -= 1
                    continue
                }
                state.traps[index].times -= 1
                faults.append(trap.fault)
            }
            return faults
        }
        for case .delay(let time) in faults { usleep(UInt32(time / .microseconds(1))) }
        return faults
    }
}

/// A stand-in of a place where artifacts are published, as tests see every kind of it.
package protocol StandInStore: Sendable {
    var board: FaultBoard { get }
}

extension StandInStore {
    /// What a client did that the real service or its storage would not have, or that would have given a token away.
    package var violations: [String] { board.violations }
    /// Every request so far.
    package var visits: [StandInVisit] { board.visits }

    /// Does wrong the next `times` times that a request's method and target contain `pattern`, after letting `skips` of them pass.
    package func inject(_ fault: StandInFault, at host: StandInHost = .service, on pattern: String = "", skips: Int = 0, times: Int = 1) {
        board.inject(fault, at: host, on: pattern, skips: skips, times: times)
    }

    /// Ends every fault.
    package func heal() {
        board.heal()
    }
}
