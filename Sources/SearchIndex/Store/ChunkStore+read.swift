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
            let statement = try db.cachedStatement(sql: Self.bareRows)
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
        let statement = try db.cachedStatement(sql: Self.tokenRows)
        let rows = try Row.fetchCursor(statement, arguments: [Self.list(chunks)])
        var found = [Int: PassageTokens](minimumCapacity: chunks.count)
        while let row = try rows.next() {
            let tokens = try row.withUnsafeData(atIndex: 2) { $0.map(TokenBlob.decode) ?? [] }
            let heading = min(max(row[1], 0), tokens.count)
            found[row[0]] = PassageTokens(heading: tokens[..<heading], text: tokens[heading...])
        }
        return found
    }

    /// Hands the posting lists of some fragments, each with the number of chunks that have it, to `body`.
    func postings(ofFragments fragments: [UInt32], in db: Database, _ body: (Int, UnsafeRawBufferPointer) -> Void) throws {
        let statement = try db.cachedStatement(sql: Self.fragmentLists)
        // Half of a question's fragments are common ones, which are not looked for in vain.
        let rows = try Row.fetchCursor(statement, arguments: [Self.list(fragments.filter { !commonFragments.contains($0) })])
        while let row = try rows.next() {
            let count: Int = row[0]
            try row.withUnsafeData(atIndex: 1) { list in list?.withUnsafeBytes { body(count, $0) } }
        }
    }

    /// Hands the posting lists of some words, each with the word's hash and the number of chunks that have it, to `body`, in the order of the hashes.
    func postings(ofWords words: [Int64], in db: Database, _ body: (Int64, Int, UnsafeRawBufferPointer) -> Void) throws {
        let statement = try db.cachedStatement(sql: Self.wordLists)
        let rows = try Row.fetchCursor(statement, arguments: [Self.list(words)])
        while let row = try rows.next() {
            let (word, count): (Int64, Int) = (row[0], row[1])
            try row.withUnsafeData(atIndex: 2) { list in list?.withUnsafeBytes { body(word, count, $0) } }
        }
    }

    // One statement for many numbers takes less than one for each; it goes through them in their order.
    private static let fragmentLists = "SELECT count, list FROM fragment WHERE term IN \(listed)"
    private static let wordLists = "SELECT term, count, list FROM word WHERE term IN \(listed)"
    private static let tokenRows = "SELECT number, heading, tokens FROM chunk_tokens WHERE number IN \(listed)"
    private static let bareRows = "SELECT \(columns) FROM chunk WHERE number IN \(listed)"
    /// The values of one argument.
    private static let listed = "(SELECT value FROM json_each(?))"

    private static func list(_ numbers: [some BinaryInteger]) -> String {
        var list = "["
        for number in numbers {
            if list.utf8.count > 1 { list += "," }
            list += String(number)
        }
        return list + "]"
    }
}
