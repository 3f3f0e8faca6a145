package import Foundation

/// The state of the connection, for the status page and for readiness.
package enum GatewayStatus: Sendable, Equatable {
    /// Not begun, or ended.
    case offline
    /// - Parameters:
    ///   - failures: Tries in a row that came to nothing.
    ///   - trouble: What the last one failed of.
    case connecting(failures: Int, trouble: GatewayTrouble?)
    /// - Parameters:
    ///   - since: When this connection's session was confirmed.
    ///   - latency: How long the last heartbeat took to be acknowledged; nil until the first.
    case live(since: Date, latency: Duration?)
    /// Only a person can help.
    case stopped(reason: String, remedy: String)

    /// - Parameter date: Translates a time of the machine.
    init(_ machine: GatewayMachine, date: (Duration) -> Date) {
        self =
            switch machine.state {
            case .idle, .leaving, .finished: .offline
            case .waiting, .locating, .connecting, .greeting, .entering: .connecting(failures: machine.failures, trouble: machine.trouble)
            case .live(_, let heartbeat, let since): .live(since: date(since), latency: heartbeat.latency)
            case .stopped(let reason): .stopped(reason: reason.reason, remedy: reason.remedy)
            }
    }

    /// Whether questions arrive.
    package var isLive: Bool {
        switch self {
        case .live: true
        case .offline, .connecting, .stopped: false
        }
    }

    /// The state of all shards in one: the worst of them, since the servers of each count the same.
    package init(_ shards: [ShardStatus]) {
        let worst = shards.max { $0.status.severity < $1.status.severity }
        let name = shards.count > 1 ? worst.map { "shard \($0.shard): " } ?? "" : ""
        switch worst?.status ?? .offline {
        case .offline: self = .offline
        case .connecting(let failures, var trouble):
            if let reason = trouble?.reason { trouble?.reason = name + reason }
            self = .connecting(failures: failures, trouble: trouble)
        case .live(let since, let latency): self = .live(since: since, latency: latency)
        case .stopped(let reason, let remedy): self = .stopped(reason: name + reason, remedy: remedy)
        }
    }

    private var severity: Int {
        switch self {
        case .live: 0
        case .offline: 1
        case .connecting: 2
        case .stopped: 3
        }
    }
}

/// The state of one shard's connection.
package struct ShardStatus: Sendable, Equatable {
    package var shard: Shard
    package var status: GatewayStatus

    package init(shard: Shard, status: GatewayStatus) {
        self.shard = shard
        self.status = status
    }
}
