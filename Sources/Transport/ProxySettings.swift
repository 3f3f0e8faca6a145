package import Base

/// Which proxy to go through for which address. Both libcurl and libwebsockets are told what this decides, and neither reads the
/// environment, so that the two cannot differ.
package struct ProxySettings: Sendable, Equatable {
    private let secure: Proxy?
    private let plain: Proxy?
    private let direct: [String]

    /// Everything is connected to directly.
    package static let none = ProxySettings()

    private init() {
        (secure, plain, direct) = (nil, nil, [])
    }

    /// - Parameters:
    ///   - httpsProxy: `http://[user:password@]host[:port]` for `https` and `wss` addresses; the scheme may be left out.
    ///   - httpProxy: The same for `http` and `ws` addresses.
    ///   - noProxy: Hosts to connect to directly, separated by commas or blanks: a name (its subdomains count too), a numeric address, or `*`.
    /// - Throws: `Problem` of kind `usage` for a proxy address that is not of that form.
    package init(httpsProxy: String? = nil, httpProxy: String? = nil, noProxy: String? = nil) throws(Problem) {
        secure = try Proxy.parse(httpsProxy, setting: "HTTPS_PROXY")
        plain = try Proxy.parse(httpProxy, setting: "HTTP_PROXY")
        direct = (noProxy ?? "").split { $0 == "," || $0.isWhitespace }.map { entry in
            let name = entry.lowercased()
            return name.hasPrefix("*.") ? String(name.dropFirst(2)) : name.hasPrefix(".") ? String(name.dropFirst()) : name
        }
    }

    /// The proxy for that address; nil to connect directly.
    func proxy(for address: Address) -> Proxy? {
        let host = address.host.lowercased()
        let isDirect = direct.contains { $0 == "*" || host == $0 || host.hasSuffix(".\($0)") || "\(host):\(address.port)" == $0 }
        return isDirect ? nil : address.scheme.isSecure ? secure : plain
    }
}

/// An HTTP proxy.
struct Proxy: Sendable, Hashable {
    var host: String
    var port: Int
    /// `user:password`
    var credentials: Secret?

    /// As it stands in an address, with the brackets of an IPv6 one.
    var hostAndPort: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    fileprivate static func parse(_ text: String?, setting: String) throws(Problem) -> Proxy? {
        guard let text, !text.isEmpty else { return nil }
        do {
            let address = try Address(text.contains("://") ? text : "http://\(text)", schemes: .http)
            return Proxy(host: address.host, port: address.port, credentials: address.userInfo.map { Secret($0) })
        } catch {
            throw Problem(
                .usage, what: "the proxy cannot be used", location: setting, reason: "it is not an http:// address",
                remedy: "Give it as http://proxy.example:3128, or leave it out to connect directly.")
        }
    }
}
