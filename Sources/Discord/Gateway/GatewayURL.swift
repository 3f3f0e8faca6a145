/// Addresses of the gateway.
enum GatewayURL {
    /// The address to connect to: API version 10 in JSON; the same query for new sessions and for resumed ones.
    ///
    /// The path must be there: `wss://host?v=10` is refused by some servers and split wrongly by some clients.
    /// - Returns: nil when `base` is not a WebSocket address.
    static func connecting(to base: String, _ compression: GatewayCompression) -> String? {
        let address = base.prefix { $0 != "?" && $0 != "#" }
        guard let scheme = ["wss://", "ws://"].first(where: { address.lowercased().hasPrefix($0) }) else { return nil }
        let rest = address.dropFirst(scheme.count)
        guard let first = rest.first, first != "/" else { return nil }
        let compress = compression == .none ? "" : "&compress=\(compression.rawValue)"
        return "\(address)\(rest.contains("/") ? "" : "/")?v=10&encoding=json\(compress)"
    }
}
