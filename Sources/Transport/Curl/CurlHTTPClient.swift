import Base
import CCurl

/// Speaks HTTP/1.1 and, over TLS where the server offers it, HTTP/2, by libcurl on one thread of its own.
///
/// Certificates are always verified. `User-Agent` and `Accept` are added where the request has none. Nothing is asked to be compressed
/// unless the request has `Accept-Encoding`; then the body is delivered decompressed. A request that meets a kept connection which the
/// server has just closed is sent once more on a new one.
package final class CurlHTTPClient: HTTPClient {
    /// How all requests of a client are sent.
    package struct Configuration: Sendable {
        /// A PEM file of the authorities to trust in place of the system's.
        package var caFile: String?
        package var proxy: ProxySettings
        package var userAgent: String
        /// How many bytes of an answer may wait for a reader who lags before the sender is held up.
        package var readAhead: Int

        package init(
            caFile: String? = nil, proxy: ProxySettings = .none, userAgent: String = "Docent", readAhead: Int = 256 << 10
        ) {
            self.caFile = caFile
            self.proxy = proxy
            self.userAgent = userAgent
            self.readAhead = readAhead
        }
    }

    private let configuration: Configuration
    private let loop: CurlLoop
    private let thread: OwnThread

    package init(_ configuration: Configuration = Configuration()) {
        self.configuration = configuration
        let loop = CurlLoop(caFile: configuration.caFile, userAgent: configuration.userAgent)
        self.loop = loop
        // Made once, at the start: a process that may have no thread then cannot do anything else either.
        guard let thread = OwnThread(body: { loop.run() }) else { preconditionFailure("no thread could be started") }
        self.thread = thread
    }

    deinit {
        shutdown()
    }

    /// Ends what is under way with `TransportError.closed` and waits for the thread, which takes milliseconds. Later requests get the same error.
    package func shutdown() {
        loop.stop()
        thread.join()
    }

    /// - Throws: `TransportError`, `CancellationError`, or `Problem` when the file to be sent cannot be read.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let address = try Address(request.url, schemes: .http, .https)
        guard address.userInfo == nil else { throw TransportError.badAddress("\(address.host) (it must not hold a password)") }
        let exchange = Exchange(
            request, body: try RequestBody(of: request), address: address, proxy: configuration.proxy.proxy(for: address),
            readAhead: configuration.readAhead)
        let reader = Reader(exchange, loop)
        let head = try await withTaskCancellationHandler {
            try await exchange.head { loop.submit(.start(exchange)) }
        } onCancel: {
            reader.cancel()
        }
        return HTTPResponse(status: head.status, fields: head.fields, body: HTTPBody { try await reader.next() })
    }

    /// Whoever holds the body of an answer. When the last of them lets go of it unread, the transfer ends.
    private final class Reader: Sendable {
        private let exchange: Exchange
        private let loop: CurlLoop

        init(_ exchange: Exchange, _ loop: CurlLoop) {
            self.exchange = exchange
            self.loop = loop
        }

        deinit {
            cancel()
        }

        func next() async throws -> [UInt8]? {
            try await withTaskCancellationHandler {
                try await exchange.next { loop.submit(.resume(exchange)) }
            } onCancel: {
                cancel()
            }
        }

        func cancel() {
            guard !exchange.hasEnded else { return }
            exchange.end(CancellationError())
            loop.submit(.cancel(exchange))
        }
    }
}
