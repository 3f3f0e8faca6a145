import CCurl

/// An absolute address taken apart by libcurl's own parser, so that what is checked here is what is connected to.
struct Address: Sendable, Equatable {
    enum Scheme: String, Sendable {
        case http, https, ws, wss

        var isSecure: Bool { self == .https || self == .wss }
        var defaultPort: Int { isSecure ? 443 : 80 }
    }

    let scheme: Scheme
    /// The name or numeric address, without the brackets of an IPv6 one.
    let host: String
    let port: Int
    /// Path and query as they go into the request line.
    let target: String
    /// `user:password`, percent-decoded, where the address holds one.
    let userInfo: String?

    /// - Throws: `TransportError.badAddress` for anything but an absolute address of one of the schemes.
    init(_ url: String, schemes: Scheme...) throws(TransportError) {
        guard let handle = curl_url() else { throw .badAddress(url) }
        defer { curl_url_cleanup(handle) }
        guard curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK,
            let scheme = Self.part(CURLUPART_SCHEME, of: handle).flatMap(Scheme.init(rawValue:)), schemes.contains(scheme),
            let host = Self.part(CURLUPART_HOST, of: handle), !host.isEmpty
        else { throw .badAddress(url) }
        self.scheme = scheme
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = Self.part(CURLUPART_PORT, of: handle).flatMap(Int.init) ?? scheme.defaultPort
        let query = Self.part(CURLUPART_QUERY, of: handle).map { "?\($0)" } ?? ""
        target = (Self.part(CURLUPART_PATH, of: handle) ?? "/") + query
        let user = Self.part(CURLUPART_USER, of: handle, decoded: true)
        userInfo = user.map { "\($0):\(Self.part(CURLUPART_PASSWORD, of: handle, decoded: true) ?? "")" }
    }

    /// What belongs into a `Host` field: the port only where it is not the scheme's own.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer, decoded: Bool = false) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, decoded ? UInt32(CURLU_URLDECODE) : 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
