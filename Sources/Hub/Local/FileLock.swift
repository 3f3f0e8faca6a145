package import Base
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A lock between processes (`flock`), held until released, let go, or the process ends however it ends.
package final class FileLock: Sendable {
    private let descriptor: Mutex<Int32>

    /// How a lock is taken.
    package enum Mode: Sendable {
        /// Alone.
        case exclusive
        /// Beside others that share it.
        case shared
    }

    /// Takes the lock if nobody has it in a way that excludes this, else nil; the file is created.
    /// - Throws: `Problem` when the file cannot be made or its file system has no locks.
    package static func attempt(path: String, _ mode: Mode = .exclusive) throws -> FileLock? {
        do {
            return try FileLock(opening: path, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB)
        } catch is Busy {
            return nil
        }
    }

    /// How often a lock that somebody has is tried.
    private static let interval = Duration.milliseconds(100)

    /// Takes the lock, waiting for whoever has it.
    /// - Parameters:
    ///   - patience: The longest wait.
    ///   - pool: Where the calls are made, which may block on a network file system.
    ///   - waiting: Called once when somebody has it.
    /// - Throws: `Problem` as `attempt` does; of kind `temporary`, naming who has it, when the wait was in vain; `CancellationError`.
    package static func acquire(
        path: String, _ mode: Mode = .exclusive, patience: Duration, clock: any Clock<Duration> = ContinuousClock(), on pool: BlockingPool,
        waiting: () -> Void = {}
    ) async throws -> FileLock {
        var waited = Duration.zero
        while true {
            if let lock = try await pool.run({ try attempt(path: path, mode) }) { return lock }
            if waited == .zero { waiting() }
            guard waited < patience else { throw try await pool.run { inVain(path, patience) } }
            try await clock.sleep(for: interval)
            waited += interval
        }
    }

    private static func inVain(_ path: String, _ patience: Duration) -> Problem {
        let holders = holders(of: path).map(String.init)
        let whose = holders.isEmpty ? "another process" : "process \(holders.joined(separator: ", "))"
        return Problem(
            .temporary, what: "cannot begin while another process is at work", location: path,
            reason: "\(whose) has held the lock for \(patience.components.seconds) s",
            remedy: "It is tried again by itself; if that process is stuck, end it.")
    }

    private struct Busy: Error {}

    private init(opening path: String, _ operation: Int32) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Problem.system("cannot open a lock file", at: path) }
        while flock(descriptor, operation) != 0 {
            if errno == EINTR { continue }
            let problem = errno == EWOULDBLOCK ? Busy() as any Error : Problem.system("cannot lock a file", at: path)
            close(descriptor)
            throw problem
        }
        self.descriptor = Mutex(descriptor)
    }

    /// Lets go at once rather than with the last reference.
    package func release() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }

    deinit {
        release()
    }
}
