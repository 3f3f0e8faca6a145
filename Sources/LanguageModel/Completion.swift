import Base
import HTTPTypes
import Logging
import Transport

/// One completion under way: asks, reads, and asks again while nothing has been shown. Dropping it closes the connection.
actor Completion<C: Clock> where C.Duration == Duration {
    private enum State {
        /// Nothing is under way: the request is to be sent.
        case idle
        /// An answer is arriving; the next text must come before the deadline.
        case reading(HTTPBody, CompletionReader, deadline: C.Instant)
        /// It went wrong after the events that are ready.
        case failing(ChatError)
        case ended
    }

    private let request: ChatRequest
    private let model: OpenRouterModel<C>
    private var state = State.idle
    private var retries: RetryPolicy
    private var ready: [ChatEvent] = []
    private var hasText = false

    init(_ request: ChatRequest, of model: OpenRouterModel<C>) {
        self.request = request
        self.model = model
        retries = model.configuration.retries
    }

    /// The next event, or nil at the end.
    /// - Throws: `ChatError`, or `CancellationError`.
    func next() async throws -> ChatEvent? {
        while ready.isEmpty {
            do {
                switch state {
                case .idle: try await open()
                case .reading(let body, let reader, let deadline): try await read(body, reader, deadline)
                case .failing(let error): throw error
                case .ended: return nil
                }
            } catch let error as ChatError {
                state = .ended
                guard !hasText, let wait = retries.wait(after: error, jitter: model.jitter()) else { throw error }
                model.logger.info("The language model is asked again", metadata: ["reason": "\(error.reason)", "wait": "\(wait)"])
                try await model.clock.sleep(for: wait)
                state = .idle
            } catch {
                state = .ended
                throw error
            }
        }
        return ready.removeFirst()
    }

    private func open() async throws {
        let http = try model.httpRequest(request)
        let deadline = model.clock.now.advanced(by: model.configuration.firstToken)
        let client = model.client
        let response = try await within(deadline) { try await client.send(http) }
        let key = model.configuration.key?.revealed
        guard (200..<300).contains(response.status) else {
            // A body that breaks off leaves the status to tell.
            let body = try? await within(deadline) { try await response.body.collect(upTo: 64 << 10) }
            try Task.checkCancellation()
            throw ServerFailure(status: response.status, body: body ?? [], retryAfter: response.fields[.retryAfter]).chatError(hiding: key)
        }
        state = .reading(response.body, CompletionReader(model: model.configuration.models.first ?? "", hiding: key), deadline: deadline)
    }

    private func read(_ body: HTTPBody, _ begun: CompletionReader, _ deadline: C.Instant) async throws {
        var reader = begun
        let piece: [UInt8]?
        do {
            piece = try await within(deadline) {
                // The body keeps its place; its iterators hold nothing.
                var iterator = body.makeAsyncIterator()
                return try await iterator.next()
            }
        } catch  where begun.isComplete && !(error is CancellationError) {
            // Only the usage is missing.
            piece = nil
        }
        guard let piece else { return try end(&reader) }
        let texts = reader.consume(piece)
        show(texts)
        if let failure = reader.failure { return state = .failing(failure) }
        // After `[DONE]` only the body's own end is awaited, and not for long: a connection read to its end serves the next question.
        let now = model.clock.now
        let next =
            switch (reader.isDone, texts.isEmpty) {
            case (true, _): now.advanced(by: .milliseconds(500))
            case (false, false): now.advanced(by: model.configuration.nextToken)
            case (false, true): deadline
            }
        state = .reading(body, reader, deadline: next)
    }

    private func end(_ reader: inout CompletionReader) throws {
        let (texts, summary) = try reader.end()
        show(texts)
        ready.append(.finished(summary))
        state = .ended
    }

    private func show(_ texts: [String]) {
        ready += texts.map { .text($0) }
        hasText = hasText || !texts.isEmpty
    }

    /// Runs `work` until the deadline, and tells its failures as chat errors.
    private func within<Value: Sendable>(
        _ deadline: C.Instant, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            return try await withDeadline(deadline, clock: model.clock, work)
        } catch is DeadlinePassed {
            throw ChatError.timeout(hasText ? .nextToken : .firstToken)
        } catch let error as TransportError {
            switch error {
            case .timeout: throw ChatError.timeout(hasText ? .nextToken : .firstToken)
            case .broken where hasText: throw ChatError.broken(reason: error.description)
            case .badAddress, .tls, .tooLarge, .closed: throw ChatError.unreachable(reason: error.description, isLasting: true)
            case .name, .connect, .refused, .broken: throw ChatError.unreachable(reason: error.description, isLasting: false)
            }
        }
    }
}
