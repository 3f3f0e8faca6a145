import Synchronization

/// What waits to be written to one client: filled by the answer and by heartbeats, emptied by one writer. Pieces that come while the
/// writer is busy are joined, and no more than `limit` bytes ever wait.
final class Outbox: Sendable {
    /// The client reads too slowly for the answer.
    struct Overflow: Error {}

    private struct State {
        var waiting: [UInt8] = []
        var isFinished = false
    }

    private let limit: Int
    private let state = Mutex(State())
    private let signal: AsyncStream<Void>.Continuation
    /// Gives an element whenever there may be something to take. One remembered signal is enough: `take` takes everything.
    let signals: AsyncStream<Void>

    init(limit: Int) {
        self.limit = limit
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Adds bytes after those that wait.
    func append(_ bytes: [UInt8]) throws(Overflow) {
        let fits = state.withLock { state in
            guard state.waiting.count + bytes.count <= limit else { return false }
            state.waiting += bytes
            return true
        }
        guard fits else { throw Overflow() }
        signal.yield()
    }

    /// Adds a sign of life, which is needless while something else waits.
    func beat(_ bytes: [UInt8]) {
        state.withLock { if $0.waiting.isEmpty { $0.waiting = bytes } }
        signal.yield()
    }

    /// Says that nothing more will come.
    func finish() {
        state.withLock { $0.isFinished = true }
        signal.yield()
    }

    /// Everything that waits, and whether it is the last.
    func take() -> (bytes: [UInt8], isLast: Bool) {
        state.withLock { state in
            defer { state.waiting = [] }
            return (state.waiting, state.isFinished)
        }
    }
}
