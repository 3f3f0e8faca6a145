import Base
import Foundation
import GRDB

/// What a store gets for each chunk: its row, its terms, its tokens.
struct ChunkRows {
    private var words: WordRows
    private var fragments: PostingsBuilder
    /// The chunks' lengths in words and in fragments.
    private var lengths = (words: Data(), fragments: Data())
    private var labels: LabelRows
    private var tokens: TokenRows?
    /// Where each chunk's rows in the vector index begin; nil as long as each has the one of its own number.
    private var starts: Data?
    /// How many vector rows all chunks so far have.
    private(set) var vectors = 0

    /// - Parameter path: The store; what is put aside meanwhile goes beside it.
    init(tokenize: ((String) -> [UInt32])?, beside path: String) {
        words = WordRows(beside: path)
        fragments = PostingsBuilder(table: "fragment", of: .numbers, beside: path, limit: 1 << 18)
        labels = LabelRows(beside: path)
        tokens = tokenize.map { TokenRows(tokenize: $0) }
    }

    mutating func append(_ chunk: Chunk, to db: Database) throws {
        if starts == nil, chunk.vectors != 1 { starts = (0..<vectors).reduce(into: Data()) { $0.append(number: $1) } }
        starts?.append(number: vectors)
        vectors += chunk.vectors
        let metadata = chunk.metadata.isEmpty ? nil : try String(decoding: JSONEncoder().encode(chunk.metadata), as: UTF8.self)
        try db.cachedStatement(sql: "INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                chunk.number, chunk.text, chunk.title, chunk.source, chunk.page, chunk.pageEnd, chunk.section, chunk.url, chunk.language,
                chunk.vectors, metadata,
            ])
        let heading = Self.heading(of: chunk)
        try index(chunk, heading: heading)
        try labels.append(chunk)
        try tokens?.append(chunk, heading: heading, to: db)
    }

    private mutating func index(_ chunk: Chunk, heading: String) throws {
        let body = Words(chunk.text)
        let heading = Words(heading)
        let language = chunk.language.flatMap(TextLanguage.init(code:)) ?? TextLanguage.guess(body, of: chunk.text)
        var marks = 0
        for (text, weight) in [(body, 1), (heading, Self.headingWeight)] {
            text.bytes.withUnsafeBytes { bytes in
                for range in text.ranges {
                    let word = UnsafeRawBufferPointer(rebasing: bytes[range])
                    if words.append(word, in: language, weight: weight, of: chunk.number) { continue }
                    Fragments.forEach(in: word) { mark in
                        fragments.append(mark, count: 1, of: chunk.number)
                        marks += 1
                    }
                }
            }
        }
        lengths.words.append(number: body.count + heading.count)
        lengths.fragments.append(number: marks)
        try words.endChunk(chunk.number)
        _ = try fragments.endChunk(chunk.number)
    }

    /// The headings are the chunk's title as much as the document's name is.
    private static func heading(of chunk: Chunk) -> String {
        [chunk.title, chunk.section].compactMap(\.self).joined(separator: " ")
    }

    /// How many times a word of the title counts.
    private static let headingWeight = 2

    /// Writes what was gathered over all chunks.
    mutating func finish(in db: Database) throws {
        // Merging takes memory that gathering is to have left.
        try fragments.putAside(isLast: true)
        ResidentMemory.giveBack()
        try words.finish(in: db)
        let common = try finishFragments(in: db)
        try labels.finish(in: db)
        // The lists leave as much behind as the copies of the lengths are about to take.
        ResidentMemory.giveBack()
        let insert = try db.cachedStatement(sql: "INSERT INTO fact VALUES (?, ?)")
        try insert.execute(arguments: ["word_lengths", lengths.words])
        lengths.words = Data()
        try insert.execute(arguments: ["fragment_lengths", lengths.fragments])
        lengths.fragments = Data()
        try insert.execute(arguments: ["common_fragments", common])
        if let starts { try insert.execute(arguments: ["vector_starts", starts]) }
        try tokens?.finish(in: db)
    }

    /// Writes the fragments' lists.
    /// - Returns: The fragments whose lists are left out, as a `NumberBlob`.
    private mutating func finishFragments(in db: Database) throws -> Data {
        let count = lengths.fragments.count / MemoryLayout<UInt32>.size
        var common = Data()
        try fragments.finish(in: db, most: max(count / Self.common, Self.few)) { term in
            common.append(number: Int(UInt32(bigEndian: term.loadUnaligned(as: UInt32.self))))
        }
        return common
    }

    /// A fragment that is in more than one of so many chunks tells next to nothing of what a question is about and takes the longest to read.
    private static let common = 20
    /// Lists of so many chunks are kept in any case.
    private static let few = 2_000
}
