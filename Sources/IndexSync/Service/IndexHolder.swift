package import Hub
package import SearchIndex
import Synchronization

/// Holds the index that is being served: one reference, swapped whole. A question takes the reference once and keeps what it began with;
/// a replaced index lives until its last question lets go.
package final class Holder<Index: Sendable>: Sendable {
    private struct State {
        var index: Index?
        /// Tells other processes that this snapshot's files are in use; the last one's hold is kept too, for questions that still read from it.
        var hold: FileLock?
        var lastHold: FileLock?
    }

    private let state = Mutex(State())

    package init() {}

    /// The index being served; nil until there is one.
    package func current() -> Index? {
        state.withLock(\.index)
    }

    /// Serves another index from now on.
    /// - Parameter hold: A shared lock on its files, where there is one.
    package func swap(_ index: Index, hold: FileLock? = nil) {
        // What is replaced is let go after the lock, for freeing an index takes time.
        let replaced = state.withLock { state in
            defer { state = State(index: index, hold: hold, lastHold: state.hold) }
            return state
        }
        withExtendedLifetime(replaced) {}
    }
}

package typealias IndexHolder = Holder<SearchIndex>
