import Base
import Foundation
import GRDB

/// What a store gets for each chunk: its row, its terms, its tokens.
struct ChunkRows {
    private let tokenize: (@Sendable (String) -> [UInt32])?
    private let stemmers = Stemmers()
    private var words = PostingsBuilder<String>(table: "word", limit: 4 << 20)
    private var fragments = PostingsBuilder<Int64>(table: "fragment", limit: 4 << 20)
    /// The chunks' lengths in words and in fragments.
    private var lengths: (words: [UInt32], fragments: [UInt32]) = ([], [])
    private var labels = LabelRows()
    private var tokenCounts: [UInt32: Int] = [:]
    /// Where each chunk's rows in the vector index begin; nil as long as each has the one of its own number.
    private var starts: [UInt32]?
    /// How many vector rows all chunks so far have.
    private(set) var vectors = 0

    init(tokenize: (@Sendable (String) -> [UInt32])?) {
        self.tokenize = tokenize
    }

    mutating func append(_ chunk: Chunk, to db: Database) throws {
        if starts == nil, chunk.vectors != 1 { starts = (0..<vectors).map { UInt32(clamping: $0) } }
        starts?.append(UInt32(clamping: vectors))
        vectors += chunk.vectors
        let metadata = chunk.metadata.isEmpty ? nil : try String(decoding: JSONEncoder().encode(chunk.metadata), as: UTF8.self)
        try db.cachedStatement(sql: "INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                chunk.number, chunk.text, chunk.title, chunk.source, chunk.page, chunk.pageEnd, chunk.section, chunk.url, chunk.language,
                chunk.vectors, metadata,
            ])
        try index(chunk, in: db)
        try labels.append(chunk, to: db)
        if let tokenize {
            let heading = tokenize(Self.heading(of: chunk)).prefix(Self.headingTokens)
            let tokens = heading + tokenize(chunk.text)
            for token in Set(tokens) { tokenCounts[token, default: 0] += 1 }
            try db.cachedStatement(sql: "INSERT INTO chunk_tokens VALUES (?, ?, ?)")
                .execute(arguments: [chunk.number, heading.count, TokenBlob.encode(Array(tokens))])
        }
    }

    private mutating func index(_ chunk: Chunk, in db: Database) throws {
        let body = Words(chunk.text)
        let heading = Words(Self.heading(of: chunk))
        let language = chunk.language.flatMap(TextLanguage.init(code:)) ?? TextLanguage.guess(body, of: chunk.text)
        var terms: [String: Int] = [:]
        var marks: [UInt32] = []
        for (words, weight) in [(body, 1), (heading, Self.headingWeight)] {
            for word in words.slices {
                terms[stemmers.stem(word, in: language), default: 0] += weight
                if !StopWords.contains(word, in: nil) { Fragments.append(word, to: &marks) }
            }
        }
        lengths.words.append(UInt32(clamping: body.count + heading.count))
        try words.append(terms.lazy.map { (term: $0.key, count: $0.value) }, of: chunk.number, to: db)
        marks.sort()
        var runs: [(term: Int64, count: Int)] = []
        for mark in marks {
            if runs.last?.term == Int64(mark) {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((Int64(mark), 1))
            }
        }
        lengths.fragments.append(UInt32(clamping: marks.count))
        try fragments.append(runs, of: chunk.number, to: db)
    }

    /// The headings are the chunk's title as much as the document's name is.
    private static func heading(of chunk: Chunk) -> String {
        [chunk.title, chunk.section].compactMap(\.self).joined(separator: " ")
    }

    /// How many times a word of the title counts.
    private static let headingWeight = 2
    /// The most of the title's tokens that are kept.
    private static let headingTokens = 32

    /// Writes what was gathered over all chunks.
    mutating func finish(in db: Database) throws {
        try words.finish(in: db)
        try fragments.finish(in: db)
        try labels.finish(in: db)
        // The lists leave as much behind as the copies of the lengths are about to take.
        ResidentMemory.giveBack()
        let insert = try db.cachedStatement(sql: "INSERT INTO fact VALUES (?, ?)")
        try insert.execute(arguments: ["word_lengths", NumberBlob.encode(lengths.words)])
        lengths.words = []
        try insert.execute(arguments: ["fragment_lengths", NumberBlob.encode(lengths.fragments)])
        lengths.fragments = []
        if let starts { try insert.execute(arguments: ["vector_starts", NumberBlob.encode(starts)]) }
        let token = try db.cachedStatement(sql: "INSERT INTO token VALUES (?, ?)")
        for (number, count) in tokenCounts.sorted(by: { $0.key < $1.key }) { try token.execute(arguments: [Int64(number), count]) }
    }
}
