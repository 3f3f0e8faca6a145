package import Foundation
import GRDB
package import State

/// What happened to the index, in `state.sqlite`. Several processes may write. All calls block.
package struct History: Sendable {
    /// What the bot could not do when it was last heard of, for commands beside it.
    package struct Trouble: Sendable, Equatable {
        /// Since when.
        package var time: Date
        package var text: String
    }

    private let database: StateDatabase

    /// Events kept; the oldest go.
    static let limit = 1_000

    package init(_ database: StateDatabase) {
        self.database = database
    }

    /// Adds an event.
    /// - Throws: `Problem` when the disk does not take it.
    package func add(_ event: HistoryEvent) throws {
        try database.write { db in
            try db.execute(
                sql: "INSERT INTO index_event (time, kind, revision, reason, seconds, bytes, chunks) VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    event.time.timeIntervalSince1970, event.kind.rawValue, event.revision, event.reason, event.seconds, event.bytes, event.chunks,
                ])
            try db.execute(sql: "DELETE FROM index_event WHERE id <= (SELECT max(id) FROM index_event) - ?", arguments: [Self.limit])
        }
    }

    /// The last events, latest first.
    /// - Throws: `Problem` when the file cannot be read.
    package func events(limit: Int = 50) throws -> [HistoryEvent] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT time, kind, revision, reason, seconds, bytes, chunks FROM index_event ORDER BY id DESC LIMIT ?", arguments: [limit]
            )
            .compactMap { row in
                HistoryEvent.Kind(rawValue: row["kind"]).map {
                    HistoryEvent(
                        time: Date(timeIntervalSince1970: row["time"]), kind: $0, revision: row["revision"], reason: row["reason"],
                        seconds: row["seconds"], bytes: row["bytes"], chunks: row["chunks"])
                }
            }
        }
    }

    /// Keeps what the bot cannot do at the moment; nil: nothing.
    /// - Throws: `Problem` when the disk does not take it.
    func keep(_ trouble: Trouble?) throws {
        try database.write { db in
            try db.execute(sql: "DELETE FROM index_trouble")
            guard let trouble else { return }
            try db.execute(
                sql: "INSERT INTO index_trouble (time, text) VALUES (?, ?)", arguments: [trouble.time.timeIntervalSince1970, trouble.text])
        }
    }

    /// What the bot that ran last could not do when it was last heard of; nil when all was well.
    /// - Throws: `Problem` when the file cannot be read.
    package func trouble() throws -> Trouble? {
        try database.read { db in
            try Row.fetchOne(db, sql: "SELECT time, text FROM index_trouble").map {
                Trouble(time: Date(timeIntervalSince1970: $0["time"]), text: $0["text"])
            }
        }
    }
}
