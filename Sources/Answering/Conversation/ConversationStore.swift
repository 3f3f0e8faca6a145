package import Foundation
import GRDB
package import State

/// Conversations in `state.sqlite`: what was asked and answered, by reply and by channel, for as long as a conversation lives.
package struct ConversationStore: Sendable {
    private let database: StateDatabase
    private let lifetime: Duration
    /// No conversation is followed further back.
    private static let longest = 20

    /// - Parameter lifetime: How long after its last turn a conversation is over; zero keeps none.
    package init(_ database: StateDatabase, lifetime: Duration) {
        self.database = database
        self.lifetime = lifetime
    }

    /// What was said before a new question: the turn that it replies to, and those before that one; without such a reply, in a place that
    /// is one conversation, what was said there last. A thread that hangs on a message goes on from that message, whose id it has.
    /// - Throws: `Problem` when the state cannot be read.
    package func conversation(_ continuation: Continuation, now: Date) async throws -> Conversation {
        try await database.reading { [oldest = oldest(now)] db in
            guard let last = try Self.last(continuation, since: oldest, db) else { return Conversation([]) }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    WITH RECURSIVE chain (id, depth) AS (
                        SELECT ?, 0 UNION ALL
                        SELECT turn.follows, depth + 1 FROM chain JOIN turn ON turn.id = chain.id
                        WHERE turn.follows IS NOT NULL AND depth + 1 < ?)
                    SELECT turn.* FROM chain JOIN turn ON turn.id = chain.id WHERE turn.time >= ? ORDER BY depth DESC
                    """, arguments: [last, Self.longest, oldest])
            return Conversation(try rows.map { try Self.turn($0, db) })
        }
    }

    /// Keeps a turn; one of the same question is replaced. What is over is dropped.
    /// - Throws: `Problem` when the disk does not take it.
    package func add(_ turn: KeptTurn, after continuation: Continuation) async throws {
        try await database.writing { [oldest = oldest(turn.time)] db in
            try db.execute(sql: "DELETE FROM turn WHERE time < ?", arguments: [oldest])
            guard turn.time.timeIntervalSince1970 > oldest else { return }
            var follows = try Self.last(continuation, since: oldest, db)
            // A question that was changed does not follow itself.
            let own = try Int64.fetchOne(db, sql: "SELECT id FROM turn WHERE question_id = ?", arguments: [turn.question])
            if let own, own == follows { follows = try Int64.fetchOne(db, sql: "SELECT follows FROM turn WHERE id = ?", arguments: [own]) }
            try db.execute(
                sql: """
                    INSERT INTO turn (question_id, place, asker, follows, time, question, answer) VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (question_id) DO UPDATE SET time = excluded.time, question = excluded.question, answer = excluded.answer
                    """,
                arguments: [
                    turn.question, turn.place, turn.asker, follows, turn.time.timeIntervalSince1970, turn.turn.question, turn.turn.answer,
                ])
            let id = try Int64.fetchOne(db, sql: "SELECT id FROM turn WHERE question_id = ?", arguments: [turn.question])
            try db.execute(sql: "DELETE FROM turn_message WHERE turn = ?", arguments: [id])
            for (position, message) in turn.messages.enumerated() {
                try db.execute(sql: "INSERT OR REPLACE INTO turn_message (id, turn, position) VALUES (?, ?, ?)", arguments: [message, id, position])
            }
        }
    }

    /// Drops the turn of a question.
    /// - Returns: The turn; nil where there is none.
    /// - Throws: `Problem` when the disk does not take it.
    package func remove(question: String) async throws -> KeptTurn? {
        try await database.writing { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM turn WHERE question_id = ?", arguments: [question]) else { return nil }
            let turn = try Self.turn(row, db)
            try db.execute(sql: "DELETE FROM turn WHERE question_id = ?", arguments: [question])
            return turn
        }
    }

    /// Drops everything that somebody has asked.
    /// - Returns: How many turns that were.
    /// - Throws: `Problem` when the disk does not take it.
    package func forget(asker: String) async throws -> Int {
        try await database.writing { db in
            try db.execute(sql: "DELETE FROM turn WHERE asker = ?", arguments: [asker])
            return db.changesCount
        }
    }

    private func oldest(_ now: Date) -> Double { now.timeIntervalSince1970 - lifetime / .seconds(1) }

    /// The turn that a new question follows.
    private static func last(_ continuation: Continuation, since oldest: Double, _ db: Database) throws -> Int64? {
        func turn(of message: String) throws -> Int64? {
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT id FROM turn WHERE time >= ?1 AND (question_id = ?2 OR id = (SELECT turn FROM turn_message WHERE id = ?2))
                    ORDER BY id DESC
                    """, arguments: [oldest, message])
        }
        if let message = continuation.repliesTo, let turn = try turn(of: message) { return turn }
        guard continuation.isOneConversation else { return nil }
        return try Int64.fetchOne(
            db, sql: "SELECT id FROM turn WHERE place = ? AND time >= ? ORDER BY id DESC LIMIT 1", arguments: [continuation.place, oldest])
            ?? turn(of: continuation.place)
    }

    private static func turn(_ row: Row, _ db: Database) throws -> KeptTurn {
        let messages = try String.fetchAll(db, sql: "SELECT id FROM turn_message WHERE turn = ? ORDER BY position", arguments: [row["id"] as Int64])
        return KeptTurn(
            question: row["question_id"], messages: messages, asker: row["asker"], place: row["place"],
            turn: Turn(question: row["question"], answer: row["answer"]), time: Date(timeIntervalSince1970: row["time"]))
    }
}
