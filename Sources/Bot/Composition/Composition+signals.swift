import IndexSync
import Synchronization
import UnixSignals

#if canImport(Glibc)
    import Glibc
#endif

extension Composition {
    /// Whether the process has been asked to end.
    final class Ending: Sendable {
        let isAsked = Mutex(false)
    }

    /// Has the index looked at whenever SIGHUP comes. Returns when it means what it is named after: that the terminal has gone.
    static func lookAtHangup(_ synchronizer: IndexSynchronizer) async {
        let hadTerminal = isatty(STDIN_FILENO) == 1
        for await _ in await UnixSignalsSequence(trapping: .sighup) {
            if hadTerminal, isatty(STDIN_FILENO) == 0 { return }
            synchronizer.look(.byHand)
        }
    }

    /// Ends the process some time after a signal. Hashing or building a large index cannot be interrupted, and need not be waited for: what
    /// is on disk is whole at any moment.
    static func endAnyway(_ ending: Ending) async throws {
        for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
            ending.isAsked.withLock { $0 = true }
            try await ContinuousClock().sleep(for: .seconds(9))
            exit(0)
        }
    }
}
