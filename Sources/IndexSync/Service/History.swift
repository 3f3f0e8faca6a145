package import Foundation
import GRDB
package import State

/// What happened to the index, kept in `state.sqlite`.
package struct HistoryEvent: Sendable, Equatable {
    /// What can happen to an index.
    package enum Kind: String, Sendable, CaseIterable {
        /// A publication that was not known.
        case detected
        /// It was downloaded, verified and probed.
        case installed
        case activated
        case refused
        /// A stored snapshot could not be served any more.
        case damaged
        case pruned
    }

    package var time: Date
    package var kind: Kind
    package var revision: String
    /// The reason of a refusal; else empty.
    package var reason: String
    /// How long the work took, in seconds.
    package var seconds: Double

    package init(time: Date, kind: Kind, revision: String, reason: String = "", seconds: Double = 0) {
        self.time = time
        self.kind = kind
        self.revision = revision
        self.reason = reason
        self.seconds = seconds
    }
}

/// The table of events in `state.sqlite`. Several processes may write. All calls block.
package struct History: Sendable {
    private let database: StateDatabase

    /// Events kept; the oldest go.
    private static let limit = 1_000

    package init(_ database: StateDatabase) {
        self.database = database
    }

    /// Adds an event.
    /// - Throws: `Problem` when the disk does not take it.
    package func add(_ event: HistoryEvent) throws {
        try database.write { db in
            try db.execute(
                sql: "INSERT INTO index_event (time, kind, revision, reason, seconds) VALUES (?, ?, ?, ?, ?)",
                arguments: [event.time.timeIntervalSince1970, event.kind.rawValue, event.revision, event.reason, event.seconds])
            try db.execute(sql: "DELETE FROM index_event WHERE id <= (SELECT max(id) FROM index_event) - ?", arguments: [Self.limit])
        }
    }

    /// The last events, latest first.
    /// - Throws: `Problem` when the file cannot be read.
    package func events(limit: Int = 50) throws -> [HistoryEvent] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT time, kind, revision, reason, seconds FROM index_event ORDER BY id DESC LIMIT ?", arguments: [limit]
            )
            .compactMap { row in
                HistoryEvent.Kind(rawValue: row["kind"]).map {
                    HistoryEvent(
                        time: Date(timeIntervalSince1970: row["time"]), kind: $0, revision: row["revision"], reason: row["reason"],
                        seconds: row["seconds"])
                }
            }
        }
    }
}
