import Base
import Foundation
import GRDB

extension ChunkStore {
    /// The chunk of that number, or nil.
    package func chunk(_ number: Int) throws -> Chunk? {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT \(Self.columns), metadata FROM chunk WHERE number = ?")
            let rows = try Row.fetchCursor(statement, arguments: [number])
            var chunk: Chunk?
            while let row = try rows.next() {
                chunk = Self.chunk(row)
                if let metadata: String = row[10] { chunk?.metadata = try JSONDecoder().decode([String: JSONValue].self, from: Data(metadata.utf8)) }
            }
            return chunk
        }
    }

    /// The chunks of some numbers, those that there are, without their metadata, which takes longer to read than all the rest.
    func bareChunks(_ numbers: [Int]) throws -> [Int: Chunk] {
        guard !numbers.isEmpty else { return [:] }
        return try read { db in
            let statement = try db.cachedStatement(sql: "SELECT \(Self.columns) FROM chunk WHERE number IN \(Self.listed)")
            let rows = try Row.fetchCursor(statement, arguments: [Self.list(numbers)])
            var found = [Int: Chunk](minimumCapacity: numbers.count)
            while let row = try rows.next() { found[row[0]] = Self.chunk(row) }
            return found
        }
    }

    private static let columns = "number, text, title, source, page, page_end, section, url, language, vectors"

    /// The chunk of a row of `columns`.
    private static func chunk(_ row: Row) -> Chunk {
        Chunk(
            number: row[0], text: row[1], title: row[2], source: row[3], page: row[4], pageEnd: row[5], section: row[6], url: row[7],
            language: row[8], vectors: row[9])
    }

    /// A chunk's text alone, or nil where there is no such chunk.
    func text(of number: Int, in db: Database) throws -> String? {
        let statement = try db.cachedStatement(sql: "SELECT text FROM chunk WHERE number = ?")
        return try String.fetchOne(statement, arguments: [number])
    }

    /// Some chunks' stored tokens, those of their headings first; of chunks without any, none.
    func tokens(of chunks: [Int], in db: Database) throws -> [Int: PassageTokens] {
        let statement = try db.cachedStatement(sql: "SELECT number, heading, tokens FROM chunk_tokens WHERE number IN \(Self.listed)")
        let rows = try Row.fetchCursor(statement, arguments: [Self.list(chunks)])
        var found = [Int: PassageTokens](minimumCapacity: chunks.count)
        while let row = try rows.next() {
            let tokens = try row.withUnsafeData(atIndex: 2) { $0.map(TokenBlob.decode) ?? [] }
            let heading = min(max(row[1], 0), tokens.count)
            found[row[0]] = PassageTokens(heading: tokens[..<heading], text: tokens[heading...])
        }
        return found
    }

    /// In how many chunks each of some tokens occurs; those that occur in none are left out.
    func frequencies(ofTokens tokens: [UInt32], in db: Database) throws -> [UInt32: Int] {
        let statement = try db.cachedStatement(sql: "SELECT number, count FROM token WHERE number IN \(Self.listed)")
        let rows = try Row.fetchCursor(statement, arguments: [Self.list(tokens)])
        var found = [UInt32: Int](minimumCapacity: tokens.count)
        while let row = try rows.next() { found[row[0]] = row[1] }
        return found
    }

    /// Hands the posting lists of some fragments, each with the number of chunks that have it, to `body`.
    /// - Parameter most: The list of a fragment in more chunks than these is not read.
    func postings(ofFragments fragments: [UInt32], in most: Int, _ db: Database, _ body: (Int, UnsafeRawBufferPointer) -> Void) throws {
        let statement = try db.cachedStatement(sql: "SELECT count, list FROM fragment WHERE term IN \(Self.listed)")
        let rows = try Row.fetchCursor(statement, arguments: [Self.list(fragments)])
        while let row = try rows.next() {
            let count: Int = row[0]
            if count <= most { try row.withUnsafeData(atIndex: 1) { list in list?.withUnsafeBytes { body(count, $0) } } }
        }
    }

    /// Hands the posting lists of some words, each with the word and the number of chunks that have it, to `body`, in the words' order.
    func postings(ofWords words: some Collection<String>, in db: Database, _ body: (String, Int, UnsafeRawBufferPointer) -> Void) throws {
        let statement = try db.cachedStatement(sql: "SELECT term, count, list FROM word WHERE term IN \(Self.listed) ORDER BY term")
        // A word has nothing but letters and digits, so that it stands in JSON as it is.
        let rows = try Row.fetchCursor(statement, arguments: ["[\(words.map { "\"\($0)\"" }.joined(separator: ","))]"])
        while let row = try rows.next() {
            let (word, count): (String, Int) = (row[0], row[1])
            try row.withUnsafeData(atIndex: 2) { list in list?.withUnsafeBytes { body(word, count, $0) } }
        }
    }

    /// The values of one argument: one statement for all of them takes less than one for each.
    private static let listed = "(SELECT value FROM json_each(?))"
    private static func list(_ numbers: [some BinaryInteger]) -> String { "[\(numbers.map { "\($0)" }.joined(separator: ","))]" }
}
