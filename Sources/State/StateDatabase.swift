import Base
import Foundation
package import GRDB

/// `state.sqlite`, and its only owner in this process: whatever is kept in it is read and written through here. Other processes may open it
/// at the same time.
package final class StateDatabase: Sendable {
    /// Where it is.
    package let path: String
    private let queue: DatabaseQueue
    private let pool = BlockingPool(label: "state", width: 1)

    /// Opens the file, makes it when it is not there, and brings its tables to the newest form. Blocks.
    /// - Throws: `Problem` when it is no database, was made by a newer version, or cannot be made.
    package init(path: String) throws {
        self.path = path
        var tries = 0
        while true {
            do {
                queue = try Self.open(path)
                return
            } catch let error as DatabaseError {
                tries += 1
                guard Self.mayBeAnother(error), tries < Self.mostTries else { throw Self.problem(path, Self.reason(error)) }
                Thread.sleep(forTimeInterval: .random(in: 0.01...0.05))
            }
        }
    }

    /// How often the file is opened while another process opens it too: some seconds at most.
    private static let mostTries = 50

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        // One writer and many readers at once, and a commit is an append. What a power cut could take is the last moment.
        configuration.journalMode = .wal
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -512")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let schema = StateSchema.migrator
        guard try queue.read({ try !schema.hasBeenSuperseded($0) }) else {
            throw problem(path, "it was made by a newer version of Docent")
        }
        try schema.migrate(queue)
        return queue
    }

    /// Whether the error may come of another process that opens the file at the same moment: it holds the file while it changes the journal's mode,
    /// for which SQLite does not wait, and makes or notes a table between our look and our step.
    private static func mayBeAnother(_ error: DatabaseError) -> Bool {
        [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_ERROR, .SQLITE_CONSTRAINT].contains(error.resultCode)
    }

    /// Reads. Blocks.
    /// - Throws: `Problem` when the file cannot be read, and what `body` throws.
    package func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try queue.read(body)
        } catch let error as DatabaseError {
            throw Self.problem(path, Self.reason(error))
        }
    }

    /// Writes, all of it or nothing. Blocks.
    /// - Throws: `Problem` when the disk does not take it, and what `body` throws.
    package func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try queue.write(body)
        } catch let error as DatabaseError {
            throw Self.problem(path, Self.reason(error))
        }
    }

    /// Reads on a thread of its own.
    /// - Throws: As the other `read`, and `CancellationError`.
    package func reading<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.run { try self.read(body) }
    }

    /// Writes on a thread of its own.
    /// - Throws: As the other `write`, and `CancellationError`.
    package func writing<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.run { try self.write(body) }
    }

    /// How much has been written since it was opened; another number means that something has changed. Blocks.
    func changes() throws -> Int { try read { $0.totalChangesCount } }

    /// Copies all of it into another file, by SQLite's own backup call, so that the copy is whole whatever is written meanwhile. Blocks.
    /// - Throws: `Problem`.
    func copy(to path: String) throws {
        do {
            let copy = try DatabaseQueue(path: path)
            try queue.backup(to: copy)
            try copy.close()
        } catch let error as DatabaseError {
            throw Self.problem(path, Self.reason(error))
        }
    }

    private static func reason(_ error: DatabaseError) -> String { error.message ?? "SQLite error \(error.resultCode.rawValue)" }

    private static func problem(_ path: String, _ reason: String) -> Problem {
        Problem(
            what: "cannot use the state", location: path, reason: reason,
            remedy:
                "Check the disk. The file may be removed: conversations, votes and the history of the index go with it, and all else is served as before."
        )
    }
}
