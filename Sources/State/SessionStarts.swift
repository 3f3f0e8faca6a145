package import Foundation
import GRDB

/// When each shard last began a session at Discord. A write here is in the system's hands at once, so it outlives the process, however that
/// ends; a machine takes longer than the few seconds that count to start again.
package struct SessionStarts: Sendable {
    private let state: StateDatabase

    package init(_ state: StateDatabase) { self.state = state }

    /// When, by the shard's number.
    /// - Throws: `Problem`, and `CancellationError`.
    package func times() async throws -> [Int: Date] {
        try await state.reading { db in
            let rows = try Row.fetchAll(db, sql: "SELECT shard, time FROM session_start")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["shard"], Date(timeIntervalSince1970: $0["time"])) })
        }
    }

    /// A shard begins one.
    /// - Throws: `Problem`, and `CancellationError`.
    package func note(shard: Int, at time: Date) async throws {
        try await state.writing { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO session_start (shard, time) VALUES (?, ?)", arguments: [shard, time.timeIntervalSince1970])
        }
    }
}
