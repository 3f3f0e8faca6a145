import GRDB

/// The tables of `state.sqlite`, in the order in which they came about. A step that has been released is never changed: another one follows.
enum StateSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("history of the index") { db in
            // Files of the first version have the table and no record of steps.
            try db.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS index_event (
                        id INTEGER PRIMARY KEY, time REAL NOT NULL, kind TEXT NOT NULL, revision TEXT NOT NULL,
                        reason TEXT NOT NULL, seconds REAL NOT NULL)
                    """)
        }
        migrator.registerMigration("conversations") { db in
            try db.execute(
                sql: """
                    -- One question with its answer. `place` is the channel; `follows` the turn that it goes on from.
                    CREATE TABLE turn (
                        id INTEGER PRIMARY KEY, question_id TEXT NOT NULL UNIQUE, place TEXT NOT NULL, asker TEXT NOT NULL,
                        follows INTEGER REFERENCES turn (id) ON DELETE SET NULL, time REAL NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL);
                    CREATE INDEX turn_place ON turn (place, id);
                    CREATE INDEX turn_asker ON turn (asker);
                    CREATE INDEX turn_time ON turn (time);
                    CREATE INDEX turn_follows ON turn (follows);
                    -- The messages that the answer is shown in.
                    CREATE TABLE turn_message (
                        id TEXT PRIMARY KEY, turn INTEGER NOT NULL REFERENCES turn (id) ON DELETE CASCADE, position INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    CREATE INDEX turn_message_turn ON turn_message (turn);
                    """)
        }
        migrator.registerMigration("answers and votes") { db in
            try db.execute(
                sql: """
                    -- A whole answer as JSON. `request` is a digest of what it answers, for the same question asked again.
                    CREATE TABLE answer (
                        rowid INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, request TEXT, time REAL NOT NULL, revision TEXT NOT NULL,
                        body BLOB NOT NULL);
                    CREATE INDEX answer_request ON answer (request, revision);
                    CREATE INDEX answer_time ON answer (time);
                    -- One vote a person; it may outlive its answer.
                    CREATE TABLE vote (
                        answer TEXT NOT NULL, voter TEXT NOT NULL, value TEXT NOT NULL, time REAL NOT NULL, PRIMARY KEY (answer, voter)
                    ) WITHOUT ROWID;
                    CREATE INDEX vote_voter ON vote (voter);
                    """)
        }
        migrator.registerMigration("sizes and trouble of the index") { db in
            try db.execute(
                sql: """
                    ALTER TABLE index_event ADD COLUMN bytes INTEGER;
                    ALTER TABLE index_event ADD COLUMN chunks INTEGER;
                    -- What the bot cannot do at the moment: one row, or none.
                    CREATE TABLE index_trouble (time REAL NOT NULL, text TEXT NOT NULL);
                    """)
        }
        migrator.registerMigration("session starts") { db in
            // When each shard last began a session at Discord's gateway.
            try db.execute(sql: "CREATE TABLE session_start (shard INTEGER PRIMARY KEY, time REAL NOT NULL)")
        }
        return migrator
    }
}
