import Base
import Foundation
import GRDB

extension ChunkStore {
    /// The chunk of that number, or nil.
    package func chunk(_ number: Int) throws -> Chunk? {
        try read { db in
            try NumberedRows("SELECT \(Self.columns), metadata FROM chunk WHERE number = ?", in: db).read(Int64(number)) { row in
                var chunk = Self.chunk(number, row)
                if let metadata = row.text(9) { chunk.metadata = try JSONDecoder().decode([String: JSONValue].self, from: Data(metadata.utf8)) }
                return chunk
            }
        }
    }

    /// The chunks of some numbers, those that there are, without their metadata, which takes longer to read than all the rest.
    func bareChunks(_ numbers: [Int]) throws -> [Int: Chunk] {
        guard !numbers.isEmpty else { return [:] }
        return try read { db in
            let rows = try NumberedRows("SELECT \(Self.columns) FROM chunk WHERE number = ?", in: db)
            var found = [Int: Chunk](minimumCapacity: numbers.count)
            for number in numbers { found[number] = try rows.read(Int64(number)) { Self.chunk(number, $0) } }
            return found
        }
    }

    private static let columns = "text, title, source, page, page_end, section, url, language, vectors"

    /// The chunk of a row of `columns`.
    private static func chunk(_ number: Int, _ row: NumberedRow) -> Chunk {
        Chunk(
            number: number, text: row.text(0) ?? "", title: row.text(1), source: row.text(2), page: row.number(3), pageEnd: row.number(4),
            section: row.text(5), url: row.text(6), language: row.text(7), vectors: row.number(8) ?? 1)
    }

    /// A chunk's text alone, or nil where there is no such chunk.
    func text(of number: Int, in db: Database) throws -> String? {
        try NumberedRows("SELECT text FROM chunk WHERE number = ?", in: db).read(Int64(number)) { $0.text(0) ?? "" }
    }

    /// Some chunks' stored tokens, those of their headings first; of chunks without any, none.
    func tokens(of chunks: [Int], in db: Database) throws -> [Int: PassageTokens] {
        let rows = try NumberedRows("SELECT heading, tokens FROM chunk_tokens WHERE number = ?", in: db)
        var found = [Int: PassageTokens](minimumCapacity: chunks.count)
        // Neighbours in the file one after the other, which often share a page.
        for chunk in chunks.sorted() {
            found[chunk] = try rows.read(Int64(chunk)) { row in
                let tokens = row.withBytes(1, TokenBlob.decode)
                let heading = min(max(row.number(0) ?? 0, 0), tokens.count)
                return PassageTokens(heading: tokens[..<heading], text: tokens[heading...])
            }
        }
        return found
    }

    /// Hands the posting lists of some fragments, each with the number of chunks that have it, to `body`.
    func postings(ofFragments fragments: [UInt32], in db: Database, _ body: (Int, UnsafeRawBufferPointer) -> Void) throws {
        let rows = try NumberedRows("SELECT count, list FROM fragment WHERE term = ?", in: db)
        // Half of a question's fragments are common ones, which are not looked for in vain.
        for fragment in fragments where !commonFragments.contains(fragment) {
            try rows.read(Int64(fragment)) { row in row.withBytes(1) { body(row.number(0) ?? 0, $0) } }
        }
    }

    /// Hands the posting lists of some words, each with the word's hash and the number of chunks that have it, to `body`, in the order given.
    func postings(ofWords words: [Int64], in db: Database, _ body: (Int64, Int, UnsafeRawBufferPointer) -> Void) throws {
        let rows = try NumberedRows("SELECT count, list FROM word WHERE term = ?", in: db)
        for word in words { try rows.read(word) { row in row.withBytes(1) { body(word, row.number(0) ?? 0, $0) } } }
    }
}
