import Synchronization

/// Counts the connections being served.
final class OpenConnections: Sendable {
    private let limit: Int
    private let count = Mutex(0)
    private let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation

    init(limit: Int) {
        self.limit = limit
        (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Counts one more, or says that there are enough.
    func enter() -> Bool {
        count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    /// Counts one less.
    func leave() {
        count.withLock { $0 -= 1 }
        change.yield()
    }

    /// Returns when none is left, or on cancellation. For one waiter.
    func waitUntilNone() async {
        var iterator = changes.makeAsyncIterator()
        while count.withLock({ $0 }) > 0 {
            guard await iterator.next() != nil else { return }
        }
    }
}
