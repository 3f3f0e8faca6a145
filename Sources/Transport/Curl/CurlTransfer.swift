import Base
import CCurl
import HTTPTypes

/// An easy handle with all that it needs, for one exchange. Lives on the loop's thread, and has to be off the multi handle when it goes.
final class CurlTransfer {
    let easy: UnsafeMutableRawPointer
    let exchange: Exchange
    /// Changed by the callbacks as well.
    var clock: TransferClock
    /// How far the request's body has been sent.
    var bodyPosition: Int = 0
    var parser = ResponseHeadParser()
    /// Why a callback stopped the transfer.
    var stop: TransportError?
    private var fields: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>

    init(_ exchange: Exchange, caFile: String?, userAgent: String) {
        guard let easy = curl_easy_init() else { preconditionFailure("no memory for a libcurl handle") }
        self.easy = easy
        self.exchange = exchange
        clock = TransferClock(exchange.request.timeouts, now: .now)
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        setConnection(caFile: caFile)
        setProxy()
        setRequest(userAgent: userAgent)
        setCallbacks()
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(fields)
        errorText.deallocate()
    }

    /// Goes on after having been held up.
    func resume() {
        clock.sign(at: .now)
        curl_easy_pause(easy, CURLPAUSE_CONT)
    }

    private func setConnection(caFile: String?) {
        ccurl_set_string(easy, CURLOPT_URL, exchange.request.url)
        ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, max(exchange.request.timeouts.connect.milliseconds, 1))
        // A cancelled transfer must not make the loop wait for the thread that still resolves its name.
        ccurl_set_long(easy, CURLOPT_QUICK_EXIT, 1)
        ccurl_set_long(easy, CURLOPT_BUFFERSIZE, 64 << 10)
        ccurl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
        if !exchange.request.isRepeatable { ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, 1) }
        ccurl_set_unacknowledged_limit(easy, 20_000)
        ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
        ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
        ccurl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let caFile {
            ccurl_set_string(easy, CURLOPT_CAINFO, caFile)
            // Otherwise the system's folder of authorities would count as well.
            ccurl_set_string(easy, CURLOPT_CAPATH, nil)
        }
        ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    }

    private func setProxy() {
        // Both set, also when empty: otherwise libcurl would read its environment variables.
        ccurl_set_string(easy, CURLOPT_NOPROXY, "")
        guard let proxy = exchange.proxy else {
            ccurl_set_string(easy, CURLOPT_PROXY, "")
            return
        }
        ccurl_set_string(easy, CURLOPT_PROXY, "http://\(proxy.hostAndPort)")
        if let credentials = proxy.credentials?.revealed.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) {
            ccurl_set_string(easy, CURLOPT_PROXYUSERNAME, String(credentials[0]))
            ccurl_set_string(easy, CURLOPT_PROXYPASSWORD, credentials.count > 1 ? String(credentials[1]) : "")
        }
        // The proxy's answer to CONNECT is not the server's.
        ccurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        ccurl_set_long(easy, CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
    }

    private func setRequest(userAgent: String) {
        let request = exchange.request
        ccurl_set_string(easy, CURLOPT_USERAGENT, userAgent)
        switch request.method {
        case .head: ccurl_set_long(easy, CURLOPT_NOBODY, 1)
        case .post, .put, .patch: sendBody()
        default: if exchange.body.length > 0 { sendBody() }
        }
        if request.method != .head { ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        if let encoding = request.fields[.acceptEncoding] { ccurl_set_string(easy, CURLOPT_ACCEPT_ENCODING, encoding) }
        // libcurl would wait for a server's leave to send a large body, a second where the server does not know of that.
        addField("Expect:")
        for field in request.fields where field.name != .contentLength && field.name != .acceptEncoding {
            addField(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        ccurl_set_pointer(easy, CURLOPT_HTTPHEADER, fields)
    }

    private func sendBody() {
        ccurl_set_long(easy, CURLOPT_UPLOAD, 1)
        ccurl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, exchange.body.length)
    }

    private func addField(_ line: String) {
        guard let longer = curl_slist_append(fields, line) else { preconditionFailure("no memory for a field") }
        fields = longer
    }

    /// What libcurl wrote about the last failure.
    var reason: String { String(cString: errorText) }
}
