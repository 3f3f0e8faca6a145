package import HTTPTypes
import Synchronization
package import Transport

/// An `HTTPClient` without a network: it records what is sent and answers as scripted.
///
///     let client = ScriptedHTTPClient([.answer(200, text: "{}"), .failure(TransportError.closed)])
///     let client = ScriptedHTTPClient { request in request.url.hasSuffix("/a") ? .answer(200) : .answer(404) }
package final class ScriptedHTTPClient: HTTPClient {
    /// What a request meets with.
    package enum Step: Sendable {
        case answer(Transport.HTTPResponse)
        case failure(any Error)
        /// No answer until the task is cancelled.
        case silence
    }

    private let choose: @Sendable (Transport.HTTPRequest, Int) async -> Step
    private let sent = Mutex<[Transport.HTTPRequest]>([])

    /// Answers by looking at the request.
    package init(_ choose: @escaping @Sendable (Transport.HTTPRequest) async -> Step) {
        self.choose = { request, _ in await choose(request) }
    }

    /// Answers in order; a request too many gets an error that says so.
    package init(_ steps: [Step]) {
        choose = { request, number in
            steps.indices.contains(number) ? steps[number] : .failure(UnexpectedRequest(method: request.method, url: request.url))
        }
    }

    /// All requests so far, in the order in which they were sent.
    package var requests: [Transport.HTTPRequest] { sent.withLock { $0 } }

    package func send(_ request: Transport.HTTPRequest) async throws -> Transport.HTTPResponse {
        let number = sent.withLock { sent in
            sent.append(request)
            return sent.count - 1
        }
        try Task.checkCancellation()
        switch await choose(request, number) {
        case .answer(let response): return response
        case .failure(let error): throw error
        case .silence:
            try await Task.sleep(for: .seconds(86_400))
            throw CancellationError()
        }
    }

    /// More was sent than the script has answers for.
    package struct UnexpectedRequest: Error {
        package var method: HTTPTypes.HTTPRequest.Method
        package var url: String
    }
}

extension ScriptedHTTPClient.Step {
    /// An answer with a text body.
    package static func answer(_ status: Int, fields: HTTPFields = [:], text: String = "") -> Self {
        .answer(status, fields: fields, pieces: text.isEmpty ? [] : [Array(text.utf8)])
    }

    /// An answer whose body comes in these pieces and then ends, or breaks off with an error.
    package static func answer(_ status: Int, fields: HTTPFields = [:], pieces: [[UInt8]], then error: (any Error)? = nil) -> Self {
        let rest = RestOfBody(pieces: pieces, error: error)
        return .answer(Transport.HTTPResponse(status: status, fields: fields, body: HTTPBody { try rest.next() }))
    }
}

/// The pieces that have not been read yet. A body is read once, so an answer of a script serves one request.
private final class RestOfBody: Sendable {
    private let pieces: Mutex<ArraySlice<[UInt8]>>
    private let error: (any Error)?

    init(pieces: [[UInt8]], error: (any Error)?) {
        self.pieces = Mutex(pieces[...])
        self.error = error
    }

    func next() throws -> [UInt8]? {
        try Task.checkCancellation()
        if let piece = pieces.withLock({ $0.popFirst() }) { return piece }
        if let error { throw error }
        return nil
    }
}
