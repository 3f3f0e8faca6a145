package import HTTPTypes

/// Sends HTTP requests. One conformer speaks libcurl; tests script another.
package protocol HTTPClient: Sendable {
    /// Sends the request and returns as soon as the head of the answer is there; the body follows as it arrives.
    ///
    /// Redirects are never followed here: whoever asked knows whether a token may go to the other host.
    /// Cancelling the task closes the connection.
    /// - Throws: `TransportError`, or `CancellationError`.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}

/// A request: everything that goes over the wire, and the longest waits allowed.
package struct HTTPRequest: Sendable {
    package var method: HTTPTypes.HTTPRequest.Method
    /// An absolute address, `http` or `https`.
    package var url: String
    package var fields: HTTPFields
    package var body: [UInt8]
    /// Sent in place of `body` where there is one.
    package var file: FileSlice?
    package var timeouts: HTTPTimeouts
    /// Whether it may arrive twice. A request on a kept connection that turns out to be closed is sent again on another, although it may have
    /// been carried out; where that must not be, a connection of its own is made for it.
    package var isRepeatable = true

    package init(
        _ method: HTTPTypes.HTTPRequest.Method = .get, _ url: String, fields: HTTPFields = [:], body: [UInt8] = [],
        timeouts: HTTPTimeouts = HTTPTimeouts()
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.timeouts = timeouts
    }
}

/// How long to wait for what.
package struct HTTPTimeouts: Sendable, Equatable {
    /// Name, TCP and TLS together.
    package var connect: Duration
    /// The longest silence, before the head or between two pieces of the body. A reader who lags is not silence.
    package var idle: Duration
    /// The whole exchange; nil for streams that may last.
    package var total: Duration?

    package init(connect: Duration = .seconds(10), idle: Duration = .seconds(30), total: Duration? = nil) {
        self.connect = connect
        self.idle = idle
        self.total = total
    }
}

/// An answer whose body is still arriving.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var fields: HTTPFields
    package var body: HTTPBody

    package init(status: Int, fields: HTTPFields, body: HTTPBody) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

/// An answer that has come whole.
package struct HTTPAnswer: Sendable, Equatable {
    package var status: Int
    package var fields: HTTPFields
    package var body: [UInt8]

    package init(status: Int, fields: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

extension HTTPClient {
    /// Sends the request and waits for the whole answer, whatever its status.
    /// - Parameter limit: The longest body accepted, in bytes.
    /// - Throws: What `send` throws, and `TransportError.tooLarge`.
    package func answer(to request: HTTPRequest, upTo limit: Int = 16 << 20) async throws -> HTTPAnswer {
        let response = try await send(request)
        return HTTPAnswer(status: response.status, fields: response.fields, body: try await response.body.collect(upTo: limit))
    }
}
