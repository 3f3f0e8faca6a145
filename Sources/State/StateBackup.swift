import Base
import Foundation
package import Logging
import ServiceLifecycle

/// Keeps a copy of the state where it outlives this machine: on a network file system the state itself cannot lie, because SQLite's locks
/// cannot be relied on there.
package struct StateBackup: Service {
    private let database: StateDatabase
    private let path: String
    private let interval: Duration
    private let clock: any Clock<Duration>
    private let logger: Logger
    private let pool = BlockingPool(label: "backup", width: 1)

    /// - Parameters:
    ///   - path: The copy's.
    ///   - interval: How often to look whether something has changed.
    package init(
        of database: StateDatabase, to path: String, every interval: Duration = .seconds(120), clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        self.database = database
        self.path = path
        self.interval = interval
        self.clock = clock
        self.logger = logger
    }

    /// Puts the copy in the state's place where there is no state, as after a restart on another machine. Blocks.
    /// - Throws: `Problem` when the copy cannot be read or the disk does not take it.
    package static func restore(from path: String, to state: String) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: state), files.fileExists(atPath: path) else { return }
        do {
            try AtomicFile.write(Data(contentsOf: URL(fileURLWithPath: path)), to: state)
        } catch {
            throw Problem.system("cannot bring the state back", at: path, cause: error)
        }
    }

    /// Copies at each interval after which something has changed, and at the end.
    package func run() async {
        let copied = await cancelWhenGracefulShutdown { [clock, interval] in
            var copied = 0
            while (try? await clock.sleep(for: interval)) != nil { copied = await copy(since: copied) }
            return copied
        }
        _ = await copy(since: copied)
    }

    /// - Returns: The count of changes that are in the copy.
    private func copy(since copied: Int) async -> Int {
        do {
            // Not given up when the process ends: this is the last time.
            return try await pool.run { [database, path] in
                let changes = try database.changes()
                if changes != copied { try Self.copy(database, to: path) }
                return changes
            }
        } catch {
            logger.warning("The state was not copied", metadata: ["reason": "\(error)"])
            return copied
        }
    }

    private static func copy(_ database: StateDatabase, to path: String) throws {
        // Made beside the state, on a disk where SQLite works, and then put in place whole.
        let draft = "\(database.path).copy"
        try? FileManager.default.removeItem(atPath: draft)
        defer { try? FileManager.default.removeItem(atPath: draft) }
        try database.copy(to: draft)
        try AtomicFile.write(Data(contentsOf: URL(fileURLWithPath: draft)), to: path)
    }
}
