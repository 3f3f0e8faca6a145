import Base
import Foundation
import GRDB

extension ChunkStore {
    /// The chunk of that number, or nil.
    package func chunk(_ number: Int) throws -> Chunk? {
        try read { try chunk(number, in: $0) }
    }

    func chunk(_ number: Int, in db: Database) throws -> Chunk? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM chunk WHERE number = ?")
        guard let row = try Row.fetchOne(statement, arguments: [number]) else { return nil }
        let metadata = (row["metadata"] as String?).map { Data($0.utf8) }
        return Chunk(
            number: number, text: row["text"], title: row["title"], source: row["source"], page: row["page"], pageEnd: row["page_end"],
            section: row["section"], url: row["url"], language: row["language"], vectors: row["vectors"],
            metadata: try metadata.map { try JSONDecoder().decode([String: JSONValue].self, from: $0) } ?? [:])
    }

    /// A chunk's stored tokens, those of its heading first; none where there are none.
    func tokens(of number: Int, in db: Database) throws -> PassageTokens {
        let statement = try db.cachedStatement(sql: "SELECT heading, tokens FROM chunk_tokens WHERE number = ?")
        guard let row = try Row.fetchOne(statement, arguments: [number]) else { return PassageTokens(heading: [], text: []) }
        let tokens = TokenBlob.decode(row[1])
        let heading = min(max(row[0], 0), tokens.count)
        return PassageTokens(heading: tokens[..<heading], text: tokens[heading...])
    }

    /// In how many chunks a token occurs.
    func chunks(withToken token: UInt32, in db: Database) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT count FROM token WHERE number = ?")
        return try Int.fetchOne(statement, arguments: [Int64(token)]) ?? 0
    }

    /// Hands a term's posting lists, with the number of chunks that have it in all, to `body`.
    func postings(of term: some DatabaseValueConvertible, table: String, in db: Database, _ body: (Int, UnsafeRawBufferPointer) -> Void) throws {
        let statement = try db.cachedStatement(sql: "SELECT count, list FROM \(table) WHERE term = ?")
        let rows = try Row.fetchCursor(statement, arguments: [term])
        var segments: [(Int, Data)] = []
        while let row = try rows.next() { segments.append((row[0], row[1])) }
        let total = segments.reduce(0) { $0 + $1.0 }
        for (_, list) in segments { list.withUnsafeBytes { body(total, $0) } }
    }
}
