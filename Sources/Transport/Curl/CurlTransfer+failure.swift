import CCurl

extension CurlTransfer {
    /// What libcurl's result means, nil for a complete answer.
    func error(for result: CURLcode) -> TransportError? {
        if let stop { return stop }
        let host = exchange.address.host
        let peer = exchange.proxy?.host ?? host
        switch result {
        case CURLE_OK:
            return nil
        case CURLE_URL_MALFORMAT:
            return .badAddress(host)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return .name(host: peer, reason: text(result))
        case CURLE_COULDNT_CONNECT, CURLE_PROXY:
            return .connect(host: peer, reason: text(result))
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            return .tls(host: host, reason: text(result))
        case CURLE_OPERATION_TIMEDOUT:
            return timeout
        case CURLE_RECV_ERROR where exchange.proxy != nil && ccurl_get_long(easy, CURLINFO_HTTP_CONNECTCODE) / 100 > 2:
            return .connect(host: host, reason: "the proxy \(peer) answered with HTTP status \(ccurl_get_long(easy, CURLINFO_HTTP_CONNECTCODE))")
        default:
            return .broken(host: host, reason: text(result))
        }
    }

    /// That it took too long, with what was under way.
    var timeout: TransportError { .timeout(host: exchange.address.host, stage: stage) }

    private var stage: String {
        let isPassed = { [easy] in ccurl_get_offset(easy, $0) > 0 }
        if isPassed(CURLINFO_STARTTRANSFER_TIME_T) { return "rest of the answer" }
        if isPassed(CURLINFO_PRETRANSFER_TIME_T) { return "answer" }
        if isPassed(CURLINFO_CONNECT_TIME_T) { return exchange.address.scheme.isSecure ? "TLS" : "connection" }
        return isPassed(CURLINFO_NAMELOOKUP_TIME_T) ? "connection" : "name"
    }

    private func text(_ result: CURLcode) -> String {
        reason.isEmpty ? String(cString: curl_easy_strerror(result)) : reason
    }
}
