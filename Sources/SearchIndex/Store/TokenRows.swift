import GRDB

/// The chunks' token numbers, and in how many chunks each occurs.
struct TokenRows {
    /// The most of the title's tokens that are kept.
    private static let headingTokens = 32

    private let tokenize: (String) -> [UInt32]
    /// By token, in how many chunks it occurs and which was the last of them, counted from 1.
    private var counts: [(chunks: UInt32, last: UInt32)] = []

    init(tokenize: @escaping (String) -> [UInt32]) {
        self.tokenize = tokenize
    }

    /// - Parameter heading: What stands above its text.
    mutating func append(_ chunk: Chunk, heading: String, to db: Database) throws {
        let heading = tokenize(heading).prefix(Self.headingTokens)
        let tokens = heading + tokenize(chunk.text)
        let mark = UInt32(clamping: chunk.number + 1)
        for token in tokens {
            let place = Int(token)
            if place >= counts.count { counts += Array(repeating: (0, 0), count: place + 1 - counts.count) }
            if counts[place].last != mark { counts[place] = (counts[place].chunks + 1, mark) }
        }
        try db.cachedStatement(sql: "INSERT INTO chunk_tokens VALUES (?, ?, ?)")
            .execute(arguments: [chunk.number, heading.count, TokenBlob.encode(Array(tokens))])
    }

    /// Writes in how many chunks each token occurs.
    func finish(in db: Database) throws {
        let blobs = TokenCounts.encode(counts.lazy.map(\.chunks))
        try db.execute(sql: "INSERT INTO fact VALUES ('token_counts', ?), ('token_counts_more', ?)", arguments: [blobs.counts, blobs.more])
    }
}
