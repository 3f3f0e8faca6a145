import Synchronization

/// What the loop's thread has for the one who connected: that the connection stands, then its messages, then its end.
final class WebSocketInbox: Sendable {
    private enum State {
        /// Becomes `open` or `drained`.
        case connecting(CheckedContinuation<Void, any Error>?)
        /// Holds messages and, at last, the end, in order. A reader waits only while it is empty. Becomes `drained`.
        case open(events: [WebSocketEvent], size: Int, reader: CheckedContinuation<WebSocketEvent?, Never>?)
        /// It failed, or its end was read.
        case drained
    }

    /// How many messages, and (beyond one message) how many bytes may wait for the reader.
    static let countLimit = 1024
    static let sizeLimit = 32 << 20

    private let state = Mutex(State.connecting(nil))

    // MARK: The loop's side

    func open() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard case .connecting(let waiter) = state else { return nil }
            state = .open(events: [], size: 0, reader: nil)
            return waiter
        }
        waiter?.resume()
    }

    func fail(_ error: any Error) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard case .connecting(let waiter) = state else { return nil }
            state = .drained
            return waiter
        }
        waiter?.resume(throwing: error)
    }

    /// - Returns: False when the reader lags too far behind.
    func deliver(_ message: WebSocketEvent, size: Int) -> Bool {
        add(message, size: size) { count, waiting in count < Self.countLimit && (count == 0 || waiting + size <= Self.sizeLimit) }
    }

    /// Delivers the end, for which there is always room; it has to be the last.
    func end(_ end: WebSocketEnd) {
        _ = add(.ended(end), size: 0) { _, _ in true }
    }

    private func add(_ event: WebSocketEvent, size: Int, if hasRoom: (_ count: Int, _ waiting: Int) -> Bool) -> Bool {
        let (isTaken, reader) = state.withLock { state -> (Bool, CheckedContinuation<WebSocketEvent?, Never>?) in
            guard case .open(var events, let waiting, let reader) = state else { return (true, nil) }
            if reader != nil {
                state = if case .ended = event { .drained } else { .open(events: [], size: 0, reader: nil) }
                return (true, reader)
            }
            guard hasRoom(events.count, waiting) else { return (false, nil) }
            // The array must have no second owner while it grows.
            state = .drained
            events.append(event)
            state = .open(events: events, size: waiting + size, reader: nil)
            return (true, nil)
        }
        reader?.resume(returning: event)
        return isTaken
    }

    // MARK: The reader's side

    /// Returns when the connection stands. To be called once.
    /// - Parameter start: Begins to connect; not called when it has failed already.
    func opened(start: () -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let isWanted = state.withLock { state in
                guard case .connecting = state else { return false }
                state = .connecting(continuation)
                return true
            }
            if isWanted { start() } else { continuation.resume(throwing: CancellationError()) }
        }
    }

    /// The next message or the end; nil after it, or when the reader's task is cancelled.
    func next() async -> WebSocketEvent? {
        await withCheckedContinuation { continuation in
            let (event, isThere) = state.withLock { state -> (WebSocketEvent?, Bool) in
                guard case .open(var events, let size, nil) = state, !Task.isCancelled else { return (nil, true) }
                guard !events.isEmpty else {
                    state = .open(events: [], size: 0, reader: continuation)
                    return (nil, false)
                }
                state = .drained
                let event = events.removeFirst()
                state = if case .ended = event { .drained } else { .open(events: events, size: size - event.size, reader: nil) }
                return (event, true)
            }
            if isThere { continuation.resume(returning: event) }
        }
    }

    /// Lets a waiting reader go.
    func releaseReader() {
        let reader = state.withLock { state -> CheckedContinuation<WebSocketEvent?, Never>? in
            guard case .open(let events, let size, let reader) = state else { return nil }
            state = .open(events: events, size: size, reader: nil)
            return reader
        }
        reader?.resume(returning: nil)
    }
}

extension WebSocketEvent {
    /// The bytes of a message.
    fileprivate var size: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        case .ended: 0
        }
    }
}
