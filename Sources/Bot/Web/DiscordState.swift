import Discord
import WebServer

extension StatusReport.Discord {
    /// The connection as the page and readiness show it.
    init(_ session: DiscordSession) {
        let shards = session.shards
        self.init(session.status, shards: shards.count > 1 ? shards : [])
    }

    init(_ status: GatewayStatus, shards: [ShardStatus] = []) {
        let whole = Self.read(status)
        self.init(
            state: whole.state, trouble: whole.trouble,
            shards: shards.map { shard in
                let part = Self.read(shard.status)
                return Shard(name: "\(shard.shard)", state: part.state, trouble: part.trouble)
            })
    }

    private static func read(_ status: GatewayStatus) -> (state: State, trouble: StatusReport.Trouble?) {
        switch status {
        case .offline: (.connecting, nil)
        case .connecting(_, let trouble): (.connecting, trouble.map { .init(reason: "\($0.stage.rawValue): \($0.reason)", remedy: $0.remedy) })
        case .live: (.connected, nil)
        case .stopped(let reason, let remedy): (.failed, .init(reason: reason, remedy: remedy))
        }
    }
}
