import Base
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A lock between processes (`flock`), held until released, let go, or the process ends however it ends.
package final class FileLock: Sendable {
    private let descriptor: Mutex<Int32>

    /// How a lock is taken.
    package enum Mode: Sendable {
        /// Alone; waits for others. Blocks.
        case exclusive
        /// Beside others that share it; waits for one who has it alone. Blocks.
        case shared
    }

    /// Takes the lock, creating the file.
    /// - Throws: `Problem` when the file cannot be made or its file system has no locks.
    package convenience init(path: String, _ mode: Mode = .exclusive) throws {
        try self.init(opening: path, mode == .shared ? LOCK_SH : LOCK_EX)
    }

    /// Takes the lock alone if nobody has it now, else nil.
    package static func attempt(path: String) throws -> FileLock? {
        do {
            return try FileLock(opening: path, LOCK_EX | LOCK_NB)
        } catch is Busy {
            return nil
        }
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
