import Discord
import WebServer

extension StatusReport.Discord {
    /// The gateway's state as the page and readiness show it.
    init(_ status: GatewayStatus) {
        switch status {
        case .offline: self.init(state: .connecting)
        case .connecting(_, let trouble):
            self.init(state: .connecting, trouble: trouble.map { .init(reason: "\($0.stage.rawValue): \($0.reason)", remedy: $0.remedy) })
        case .live: self.init(state: .connected)
        case .stopped(let reason, let remedy): self.init(state: .failed, trouble: .init(reason: reason, remedy: remedy))
        }
    }
}
