package import Foundation
import GRDB
package import State

/// Answers that were given, with the passages that they rest on, and what members think of them: in `state.sqlite`.
package struct AnswerArchive: Sendable {
    private let database: StateDatabase
    /// Older answers go, and the oldest when there are more; votes stay.
    static let lifetime = Duration.seconds(30 * 86_400)
    static let most = 10_000

    package init(_ database: StateDatabase) {
        self.database = database
    }

    /// Keeps an answer. One to the same request that says the same is kept once.
    /// - Parameter request: What the answer answers, as `AnswerRequest.digest` has it; nil for one that no other question may have.
    /// - Returns: The key that it is found by.
    /// - Throws: `Problem` when the disk does not take it.
    package func keep(_ answer: Answer, to request: String? = nil, now: Date) async throws -> String {
        let encoder = JSONEncoder()
        // So that equal answers are equal bytes.
        encoder.outputFormatting = .sortedKeys
        let body = try encoder.encode(answer)
        let key = String(UInt64.random(in: 0 ... .max), radix: 36)
        return try await database.writing { db in
            let time = now.timeIntervalSince1970
            if let request {
                let same = try Row.fetchOne(
                    db, sql: "SELECT key FROM answer WHERE request = ? AND body = ? ORDER BY time DESC LIMIT 1", arguments: [request, body])
                if let same { return same["key"] }
            }
            try db.execute(
                sql: "INSERT INTO answer (key, request, time, revision, body) VALUES (?, ?, ?, ?, ?)",
                arguments: [key, request, time, answer.revision, body])
            try db.execute(sql: "DELETE FROM answer WHERE time < ?", arguments: [time - Self.lifetime / .seconds(1)])
            try db.execute(
                sql: "DELETE FROM answer WHERE rowid <= (SELECT max(rowid) FROM answer) - ?", arguments: [Self.most])
            return key
        }
    }

    /// A kept answer; nil when there is none of that key any more.
    /// - Throws: `Problem` when the state cannot be read.
    package func answer(_ key: String) async throws -> Answer? {
        try await database.reading { db in
            try Self.decode(try Data.fetchOne(db, sql: "SELECT body FROM answer WHERE key = ?", arguments: [key]))
        }
    }

    /// The newest answer to a request from an index, not older than that; nil when there is none, or members think ill of it.
    /// - Throws: `Problem` when the state cannot be read.
    package func answer(to request: String, revision: String, since oldest: Date) async throws -> Answer? {
        try await database.reading { db in
            try Self.decode(
                try Data.fetchOne(
                    db,
                    sql: """
                        SELECT body FROM answer WHERE request = ? AND revision = ? AND time >= ? AND 0 <=
                            (SELECT coalesce(sum(CASE value WHEN 'up' THEN 1 ELSE -1 END), 0) FROM vote WHERE vote.answer = answer.key)
                        ORDER BY time DESC LIMIT 1
                        """, arguments: [request, revision, oldest.timeIntervalSince1970]))
        }
    }

    /// Notes what somebody thinks of an answer, in place of what they thought before.
    /// - Returns: The revision of the index behind the answer; nil when there is no such answer.
    /// - Throws: `Problem` when the disk does not take it.
    package func note(_ vote: Vote, by voter: String, on key: String, now: Date) async throws -> String? {
        try await database.writing { db in
            guard let revision = try String.fetchOne(db, sql: "SELECT revision FROM answer WHERE key = ?", arguments: [key]) else { return nil }
            try db.execute(
                sql: "INSERT OR REPLACE INTO vote (answer, voter, value, time) VALUES (?, ?, ?, ?)",
                arguments: [key, voter, vote.rawValue, now.timeIntervalSince1970])
            return revision
        }
    }

    /// What members think of the answers from a revision of the index.
    /// - Parameter since: Only what they said from then on.
    /// - Throws: `Problem` when the state cannot be read.
    package func opinion(of revision: String, since: Date) async throws -> Opinion {
        try await database.reading { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*) FILTER (WHERE value = 'up') AS up, count(*) FILTER (WHERE value = 'down') AS down,
                        count(DISTINCT CASE value WHEN 'down' THEN voter END) AS critics
                    FROM vote JOIN answer ON vote.answer = answer.key WHERE answer.revision = ? AND vote.time >= ?
                    """, arguments: [revision, since.timeIntervalSince1970])
            return row.map { Opinion(up: $0["up"], down: $0["down"], critics: $0["critics"]) } ?? Opinion()
        }
    }

    /// How many votes of each kind an answer has.
    /// - Throws: `Problem` when the state cannot be read.
    package func votes(on key: String) async throws -> [Vote: Int] {
        try await database.reading { db in
            let rows = try Row.fetchAll(db, sql: "SELECT value, count(*) AS count FROM vote WHERE answer = ? GROUP BY value", arguments: [key])
            return Dictionary(rows.compactMap { row in Vote(rawValue: row["value"]).map { ($0, row["count"] as Int) } }) { $1 }
        }
    }

    /// Drops everything that somebody thinks of any answer.
    /// - Throws: `Problem` when the disk does not take it.
    package func forget(voter: String) async throws {
        try await database.writing { try $0.execute(sql: "DELETE FROM vote WHERE voter = ?", arguments: [voter]) }
    }

    private static func decode(_ body: Data?) throws -> Answer? {
        // What another version has written and this one cannot read is as good as gone.
        body.flatMap { try? JSONDecoder().decode(Answer.self, from: $0) }
    }
}
