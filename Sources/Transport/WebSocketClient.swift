package import HTTPTypes

/// Opens WebSocket connections. One conformer speaks libwebsockets; tests script another.
package protocol WebSocketClient: Sendable {
    /// Connects and completes the upgrade.
    /// - Throws: `TransportError` naming the stage that failed (name, TCP, TLS, upgrade, time), or `CancellationError`.
    func connect(to request: WebSocketRequest) async throws -> any WebSocketConnection
}

/// Where to connect, and what is accepted.
package struct WebSocketRequest: Sendable {
    /// A `ws://` or `wss://` address with its query.
    package var url: String
    /// Added to the handshake. There is never an `Origin` (Discord answers 403 to one).
    package var fields: HTTPFields
    /// The largest assembled message accepted, in bytes; a larger one ends the connection.
    package var maximumMessageSize: Int
    /// TCP, TLS and upgrade together.
    package var timeout: Duration
    /// The longest silence of the peer once the connection stands; nil where silence is no sign. Only messages break it.
    package var idle: Duration?

    package init(
        url: String, fields: HTTPFields = [:], maximumMessageSize: Int = 16 << 20, timeout: Duration = .seconds(10), idle: Duration? = nil
    ) {
        self.url = url
        self.fields = fields
        self.maximumMessageSize = maximumMessageSize
        self.timeout = timeout
        self.idle = idle
    }
}

/// An open connection.
package protocol WebSocketConnection: Sendable {
    /// Whole messages in order, then exactly one `ended`, after which the stream finishes. Bounded: a reader who lags too far ends the connection.
    var events: AsyncStream<WebSocketEvent> { get }
    /// Queues a text message. After the end it is dropped: `ended` tells the reader.
    func send(_ text: String)
    /// Sends a close frame; `ended` follows when the peer has answered or after a few seconds.
    func close(code: UInt16, reason: String)
}

/// What an open connection reports.
package enum WebSocketEvent: Sendable, Equatable {
    case text(String)
    case binary([UInt8])
    case ended(WebSocketEnd)
}

/// How a connection ended.
package enum WebSocketEnd: Sendable, Equatable {
    /// The peer sent a close frame; nil if it held no code.
    case closedByPeer(code: UInt16?, reason: String)
    /// We asked for it.
    case closedByUs
    /// TCP or TLS broke off, or a limit was passed.
    case lost(reason: String)
}
