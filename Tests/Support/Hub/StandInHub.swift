import Foundation
import Synchronization

/// A Hugging Face Hub of one dataset repository, and its storage on another host and port that refuses every token, as they answer in 2026.
/// It counts what a client does wrong, and can do wrong itself.
///
/// To be used within a test, or by a whole `docent run` with HF_ENDPOINT set to `endpoint`.
package final class StandInHub: Sendable {
    /// What the stand-in is told when it is made.
    package struct Configuration: Sendable {
        /// `org/name`.
        package var id = "acme/handbook-index"
        /// Only the token opens it.
        package var isPrivate = false
        package var token = "hf_secret"
        /// Looks at a branch that come sooner after one another are counted as violations.
        package var minimumPoll: Duration?

        package init() {}
    }

    struct State {
        var repository = StandInRepository()
        var traps: [StandInHubTrap] = []
        var visits: [StandInHubVisit] = []
        var violations: [String] = []
        /// Signatures by their text: the content's hash and the path that it was asked for by.
        var signatures: [String: (hash: String, path: String)] = [:]
        var lastPoll: ContinuousClock.Instant?
    }

    package let configuration: Configuration
    let state = Mutex(State())
    private let servers = Mutex<(hub: StandInServer?, storage: StandInServer?, third: StandInServer?)>((nil, nil, nil))

    package init(_ configuration: Configuration = Configuration()) throws {
        self.configuration = configuration
        let storage = try StandInServer { [weak self] in try self?.serveStorage($0, $1) }
        let third = try StandInServer { [weak self] in try self?.serveStorage($0, $1) }
        let hub = try StandInServer { [weak self] in try self?.serveHub($0, $1) }
        servers.withLock { $0 = (hub, storage, third) }
    }

    /// What HF_ENDPOINT has to be.
    package var endpoint: String { servers.withLock { $0.hub?.url ?? "" } }
    /// The port is what tells the hosts apart; the name differs as well.
    var storageURL: String { servers.withLock { "http://localhost:\($0.storage?.port ?? 0)" } }
    var thirdURL: String { servers.withLock { $0.third?.url ?? "" } }
    /// What INDEX_SOURCE has to be.
    package var address: String { "hf://datasets/\(configuration.id)" }

    /// What a client did that the real Hub or its storage would not have, or that would have given a token away.
    package var violations: [String] { state.withLock(\.violations) }
    /// Every request so far.
    package var visits: [StandInHubVisit] { state.withLock(\.visits) }

    /// Stops answering.
    package func stop() {
        servers.withLock { servers in
            for server in [servers.hub, servers.storage, servers.third] { server?.stop() }
        }
    }

    // MARK: What is published

    @discardableResult
    package func commit(_ files: [String: [UInt8]], removing: Set<String> = [], title: String = "reindex", branch: String = "main") -> String {
        state.withLock { $0.repository.commit(files, removing: removing, title: title, branch: branch) }
    }

    package func tag(_ name: String, _ commit: String) {
        state.withLock { $0.repository.tags[name] = commit }
    }

    /// Replaces the history by one commit: every commit named before is gone.
    package func squash(_ branch: String = "main") {
        state.withLock { $0.repository.squash(branch) }
    }

    // MARK: What goes wrong

    /// Does wrong the next `times` times that a request's target contains `pattern`, after letting `skips` of them pass.
    package func inject(
        _ fault: StandInHubFault, at host: StandInHubHost = .hub, on pattern: String = "", skips: Int = 0, times: Int = 1
    ) {
        state.withLock { $0.traps.append(StandInHubTrap(fault: fault, host: host, pattern: pattern, skips: skips, times: times)) }
    }

    /// Ends every fault.
    package func heal() {
        state.withLock { $0.traps = [] }
    }

    /// Makes every address signed so far invalid.
    package func expireAddresses() {
        state.withLock { $0.signatures = [:] }
    }

    /// The faults that strike now; each is used up by one.
    func spring(_ host: StandInHubHost, _ text: String) -> [StandInHubFault] {
        state.withLock { state in
            var faults: [StandInHubFault] = []
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
    }

    func violation(_ text: String) {
        state.withLock { $0.violations.append(text) }
    }

    func note(_ request: StandInRequest, _ host: StandInHubHost) {
        state.withLock {
            $0.visits.append(
                StandInHubVisit(
                    host: host, method: request.method, target: request.target, hasToken: request.header("Authorization") != nil,
                    range: request.header("Range")))
        }
    }
}
