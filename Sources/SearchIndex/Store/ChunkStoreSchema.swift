/// The tables of `chunks.sqlite`. The store is made once, replaced whole and only read afterwards.
enum ChunkStoreSchema {
    /// Changes with every change of the tables or of the way words are cut and labels are read, so that a store is never read with other
    /// rules.
    static let version = 7

    static let tables = """
        CREATE TABLE fact (name TEXT PRIMARY KEY, value ANY) WITHOUT ROWID;
        CREATE TABLE chunk (
            number INTEGER PRIMARY KEY, text TEXT NOT NULL, title TEXT, source TEXT, page INTEGER, page_end INTEGER, section TEXT,
            url TEXT, language TEXT, vectors INTEGER NOT NULL, metadata TEXT);
        CREATE TABLE chunk_tokens (number INTEGER PRIMARY KEY, heading INTEGER NOT NULL, tokens BLOB NOT NULL);
        CREATE TABLE word (term INTEGER PRIMARY KEY, count INTEGER NOT NULL, list BLOB NOT NULL);
        CREATE TABLE fragment (term INTEGER PRIMARY KEY, count INTEGER NOT NULL, list BLOB NOT NULL);
        CREATE TABLE label (term TEXT PRIMARY KEY, count INTEGER NOT NULL, list BLOB NOT NULL);
        CREATE TABLE act (number INTEGER PRIMARY KEY, kind TEXT, year INTEGER, body TEXT);
        CREATE TABLE act_key (key TEXT NOT NULL, act INTEGER NOT NULL, PRIMARY KEY (key, act)) WITHOUT ROWID;
        """
}
