import Synchronization

/// One request under way: what the loop's thread and the reader of the answer tell each other.
final class Exchange: Sendable {
    let request: HTTPRequest
    let body: RequestBody
    let address: Address
    let proxy: Proxy?
    private let readAhead: Int
    private let state = Mutex(State.awaitingHead(nil))

    private enum State {
        /// May become `receiving` or `ended`.
        case awaitingHead(CheckedContinuation<ResponseHead, any Error>?)
        /// Becomes `ended`. A reader waits only while the buffer is empty; `isHeldUp` only while it is not.
        case receiving(buffer: [UInt8], isHeldUp: Bool, reader: CheckedContinuation<[UInt8]?, any Error>?)
        /// What has come is still read; then the error is thrown, or the body ends.
        case ended(rest: [UInt8], error: (any Error)?)
    }

    /// What becomes of bytes that have come.
    enum Reception {
        case taken
        /// Not taken: the reader lags; the same bytes are to come again.
        case heldUp
        /// Not taken, nobody wants them.
        case unwanted
    }

    /// - Parameter readAhead: How many bytes may wait for the reader.
    init(_ request: HTTPRequest, body: RequestBody, address: Address, proxy: Proxy?, readAhead: Int) {
        self.request = request
        self.body = body
        self.address = address
        self.proxy = proxy
        self.readAhead = readAhead
    }

    var hasEnded: Bool {
        state.withLock { if case .ended = $0 { true } else { false } }
    }

    // MARK: The loop's side

    func receive(_ head: ResponseHead) {
        let waiter = state.withLock { state -> CheckedContinuation<ResponseHead, any Error>? in
            guard case .awaitingHead(let waiter) = state else { return nil }
            state = .receiving(buffer: [], isHeldUp: false, reader: nil)
            return waiter
        }
        waiter?.resume(returning: head)
    }

    func receive(_ bytes: UnsafeRawBufferPointer) -> Reception {
        let (reception, reader) = state.withLock { state -> (Reception, CheckedContinuation<[UInt8]?, any Error>?) in
            guard case .receiving(var buffer, _, let reader) = state else { return (.unwanted, nil) }
            // The buffer must have no second owner while it grows.
            state = .ended(rest: [], error: nil)
            if reader == nil {
                let isHeldUp = !buffer.isEmpty && buffer.count + bytes.count > readAhead
                if !isHeldUp { buffer.append(contentsOf: bytes) }
                state = .receiving(buffer: buffer, isHeldUp: isHeldUp, reader: nil)
                return (isHeldUp ? .heldUp : .taken, nil)
            }
            state = .receiving(buffer: [], isHeldUp: false, reader: nil)
            return (.taken, reader)
        }
        reader?.resume(returning: Array(bytes))
        return reception
    }

    /// Ends the exchange, once; later calls do nothing.
    /// - Parameter error: Nil for an answer that is complete.
    func end(_ error: (any Error)?) {
        let waiters = state.withLock { state -> (CheckedContinuation<ResponseHead, any Error>?, CheckedContinuation<[UInt8]?, any Error>?) in
            switch state {
            case .awaitingHead(let waiter):
                state = .ended(rest: [], error: error)
                return (waiter, nil)
            case .receiving(let buffer, _, let reader):
                state = .ended(rest: buffer, error: reader == nil ? error : nil)
                return (nil, reader)
            case .ended:
                return (nil, nil)
            }
        }
        waiters.0?.resume(throwing: error ?? TransportError.broken(host: address.host, reason: "it ended without an answer"))
        if let error { waiters.1?.resume(throwing: error) } else { waiters.1?.resume(returning: nil) }
    }

    // MARK: The reader's side

    /// The head of the answer. To be called once.
    /// - Parameter start: Puts the exchange into the loop's hands; not called when it has ended already.
    func head(start: () -> Void) async throws -> ResponseHead {
        try await withCheckedThrowingContinuation { continuation in
            let error = state.withLock { state -> (any Error)? in
                guard case .awaitingHead = state else { return CancellationError() }
                state = .awaitingHead(continuation)
                return nil
            }
            if let error { continuation.resume(throwing: error) } else { start() }
        }
    }

    /// The next piece of the body: all that has come.
    /// - Parameter resume: Tells the loop that a held-up transfer can go on.
    func next(resume: () -> Void) async throws -> [UInt8]? {
        try await withCheckedThrowingContinuation { continuation in
            let (result, wasHeldUp) = state.withLock { state -> (Result<[UInt8]?, any Error>?, Bool) in
                switch state {
                case .receiving([], _, nil):
                    state = .receiving(buffer: [], isHeldUp: false, reader: continuation)
                    return (nil, false)
                case .receiving(let buffer, let isHeldUp, nil):
                    state = .receiving(buffer: [], isHeldUp: false, reader: nil)
                    return (.success(buffer), isHeldUp)
                case .awaitingHead, .receiving:
                    return (.failure(TransportError.broken(host: address.host, reason: "its answer has two readers")), false)
                case .ended([], let error):
                    state = .ended(rest: [], error: nil)
                    return (error.map { .failure($0) } ?? .success(nil), false)
                case .ended(let rest, let error):
                    state = .ended(rest: [], error: error)
                    return (.success(rest), false)
                }
            }
            if let result { continuation.resume(with: result) }
            if wasHeldUp { resume() }
        }
    }
}
