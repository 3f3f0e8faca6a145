import Base

/// Speaks WebSocket (RFC 6455) by libwebsockets on one thread of its own.
///
/// Certificates are always verified. `User-Agent` is added where the request has none, `Origin` never. No extension is offered, and no
/// keep-alive is sent: whoever uses a connection has a heartbeat of its own. The close codes 1012 to 1014 arrive as 1002, which is
/// what libwebsockets 4.1 makes of them.
package final class LWSWebSocketClient: WebSocketClient {
    /// How all connections of a client are made.
    package struct Configuration: Sendable {
        /// A PEM file of the authorities to trust in place of the system's.
        package var caFile: String?
        package var proxy: ProxySettings
        package var userAgent: String

        package init(caFile: String? = nil, proxy: ProxySettings = .none, userAgent: String = "Docent") {
            self.caFile = caFile
            self.proxy = proxy
            self.userAgent = userAgent
        }
    }

    private let configuration: Configuration
    private let loop: WebSocketLoop
    private let thread: OwnThread

    package convenience init(_ configuration: Configuration = Configuration()) {
        self.init(configuration, resolve: Resolver.resolve)
    }

    /// - Parameter resolve: Looks names up; tests have another.
    init(_ configuration: Configuration, resolve: @escaping Resolver.LookUp) {
        self.configuration = configuration
        let loop = WebSocketLoop(caFile: configuration.caFile, resolve: resolve)
        self.loop = loop
        // Made once, at the start: a process that may have no thread then cannot do anything else either.
        guard let thread = OwnThread(body: { loop.run() }) else { preconditionFailure("no thread could be started") }
        self.thread = thread
    }

    deinit {
        shutdown()
    }

    /// Breaks off what is open and waits for the thread, which takes milliseconds. Later attempts to connect fail with `TransportError.closed`.
    package func shutdown() {
        loop.stop()
        thread.join()
    }

    package func connect(to request: WebSocketRequest) async throws -> any WebSocketConnection {
        let address = try Address(request.url, schemes: .ws, .wss)
        guard address.userInfo == nil else { throw TransportError.badAddress("\(address.host) (it must not hold a password)") }
        let call = WebSocketCall(
            request: request, address: address, proxy: configuration.proxy.proxy(for: address), userAgent: configuration.userAgent)
        try await withTaskCancellationHandler {
            try await call.inbox.opened { loop.submit(.connect(call)) }
        } onCancel: {
            call.inbox.fail(CancellationError())
            loop.submit(.abandon(call))
        }
        return Connection(call, loop)
    }

    /// Whoever holds an open connection. When the last of them lets go of it, it is broken off.
    private final class Connection: WebSocketConnection {
        let events: AsyncStream<WebSocketEvent>
        private let call: WebSocketCall
        private let loop: WebSocketLoop

        init(_ call: WebSocketCall, _ loop: WebSocketLoop) {
            self.call = call
            self.loop = loop
            let inbox = call.inbox
            events = AsyncStream {
                await inbox.next()
            } onCancel: {
                inbox.releaseReader()
            }
        }

        deinit {
            loop.submit(.abandon(call))
        }

        func send(_ text: String) {
            loop.submit(.send(call, text))
        }

        func close(code: UInt16, reason: String) {
            loop.submit(.close(call, code: code, reason: reason))
        }
    }
}

/// One connection, asked for or standing: what the loop's thread needs to know of it and where it reports to.
final class WebSocketCall: Sendable {
    let request: WebSocketRequest
    let address: Address
    let proxy: Proxy?
    let userAgent: String
    let inbox = WebSocketInbox()

    init(request: WebSocketRequest, address: Address, proxy: Proxy?, userAgent: String) {
        self.request = request
        self.address = address
        self.proxy = proxy
        self.userAgent = userAgent
    }
}
