import Base
import Foundation
import GRDB

extension ChunkStore {
    /// The chunk of that number, or nil.
    package func chunk(_ number: Int) throws -> Chunk? {
        try read { try chunk(number, in: $0) }
    }

    func chunk(_ number: Int, in db: Database) throws -> Chunk? {
        let statement = try db.cachedStatement(
            sql: "SELECT text, title, source, page, page_end, section, url, language, vectors, metadata FROM chunk WHERE number = ?")
        let rows = try Row.fetchCursor(statement, arguments: [number])
        guard let row = try rows.next() else { return nil }
        return Chunk(
            number: number, text: row[0], title: row[1], source: row[2], page: row[3], pageEnd: row[4], section: row[5], url: row[6],
            language: row[7], vectors: row[8],
            metadata: try (row[9] as String?).map { try JSONDecoder().decode([String: JSONValue].self, from: Data($0.utf8)) } ?? [:])
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

    /// The numbers of one argument: one statement for all of them takes less than one for each.
    private static let listed = "(SELECT value FROM json_each(?))"
    private static func list(_ numbers: [some BinaryInteger]) -> String { "[\(numbers.map { "\($0)" }.joined(separator: ","))]" }

    /// Hands a term's posting list, with the number of chunks that have it, to `body`.
    /// - Returns: How many chunks have the term.
    func postings(
        of term: String, table: String, in db: Database, _ body: (Int, UnsafeRawBufferPointer) -> Void
    ) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT count, list FROM \(table) WHERE term = ?")
        let rows = try Row.fetchCursor(statement, arguments: [term])
        guard let row = try rows.next() else { return 0 }
        let count: Int = row[0]
        try row.withUnsafeData(atIndex: 1) { list in list?.withUnsafeBytes { body(count, $0) } }
        return count
    }
}
