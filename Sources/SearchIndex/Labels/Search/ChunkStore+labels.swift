import Foundation
import GRDB

extension ChunkStore {
    /// The chunks that a label's term lists, in order, each with how it holds it.
    func chunks(withLabel term: String, in db: Database) throws -> [(chunk: Int, hold: Int)] {
        let statement = try db.cachedStatement(sql: "SELECT count, list FROM label WHERE term = ?")
        let rows = try Row.fetchCursor(statement, arguments: [term])
        var chunks: [(chunk: Int, hold: Int)] = []
        while let row = try rows.next() {
            chunks.reserveCapacity(min(row[0], count))
            try row.withUnsafeData(atIndex: 1) { list in
                list?.withUnsafeBytes { PostingList.forEach($0) { chunk, hold in if chunk >= 0, chunk < count { chunks.append((chunk, hold)) } } }
            }
        }
        return chunks
    }

    /// The acts of the index that best answer to the first of these names that any answers to.
    func acts(named names: [ActName], in db: Database) throws -> [Int] {
        for name in names {
            for key in name.searchKeys {
                let statement = try db.cachedStatement(
                    sql: "SELECT number, kind, year, body FROM act_key JOIN act ON act.number = act_key.act WHERE key = ?")
                let found = try Row.fetchAll(statement, arguments: [key]).compactMap { row -> (act: Int, fit: Int)? in
                    let act = ActName(kind: (row["kind"] as String?).flatMap(ActKind.init), year: row["year"], body: row["body"])
                    return name.fit(act).map { (row["number"], $0) }
                }
                if let best = found.map(\.fit).max() { return found.filter { $0.fit == best }.map(\.act) }
            }
        }
        return []
    }
}
