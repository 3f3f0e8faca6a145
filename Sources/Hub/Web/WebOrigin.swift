import Foundation

/// Scheme, host and port: what must be the same for a token to be sent (RFC 6454).
struct WebOrigin: Hashable, Sendable {
    let scheme: String
    let host: String
    let port: Int

    /// The origin of an absolute `http` or `https` address, nil for anything else.
    init?(_ address: String) {
        guard let parts = URLComponents(string: address), let scheme = parts.scheme?.lowercased(), let host = parts.host?.lowercased(),
            !host.isEmpty, scheme == "https" || scheme == "http"
        else { return nil }
        self.scheme = scheme
        self.host = host
        port = parts.port ?? (scheme == "https" ? 443 : 80)
    }

    /// The address that a redirect leads to.
    /// - Returns: nil when it is no web address, carries a user name, or leads from `https` to `http`.
    static func target(of location: String, from address: String) -> String? {
        guard let base = URL(string: address), let url = URL(string: location, relativeTo: base)?.absoluteURL, url.user == nil,
            let from = WebOrigin(address), let to = WebOrigin(url.absoluteString), from.scheme == "http" || to.scheme == "https"
        else { return nil }
        return url.absoluteString
    }

    /// Whether it is the host that takes the uploads of a service whose API is at `api.…`, as GitHub has it: `uploads.github.com` beside
    /// `api.github.com`.
    func isUploads(of api: WebOrigin) -> Bool {
        scheme == api.scheme && port == api.port && api.host.hasPrefix("api.") && host == "uploads.\(api.host.dropFirst(4))"
    }
}
