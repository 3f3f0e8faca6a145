import Foundation
import GRDB

/// Turns chunks' terms into posting lists in a table. What is held in memory is bounded: when it is full, the lists so far are written as
/// a segment, and a term's segments are read one after another.
struct PostingsBuilder<Term: Hashable & DatabaseValueConvertible> {
    private let table: String
    private let limit: Int
    private var numbers: [Term: Int] = [:]
    private var lists: [PostingList] = []
    private var postings = 0
    /// The chunks' lengths in terms.
    private(set) var lengths: [UInt32] = []

    /// - Parameter limit: How many postings are held before they are written.
    init(table: String, limit: Int = 8 << 20) {
        self.table = table
        self.limit = limit
    }

    /// Adds the next chunk.
    mutating func append(_ frequencies: some Sequence<(term: Term, count: Int)>, length: Int, to db: Database) throws {
        let chunk = lengths.count
        lengths.append(UInt32(clamping: length))
        for (term, count) in frequencies {
            let number = numbers[term] ?? lists.count
            if number == lists.count {
                numbers[term] = number
                lists.append(PostingList())
            }
            lists[number].append(chunk: chunk, frequency: count)
            postings += 1
        }
        if postings >= limit { try flush(to: db) }
    }

    mutating func flush(to db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO \(table) (term, count, list) VALUES (?, ?, ?)")
        for (term, number) in numbers {
            let list = lists[number]
            try statement.execute(arguments: [term, list.count, list.bytes.withUnsafeBytes { Data($0) }])
        }
        numbers = [:]
        lists = []
        postings = 0
    }
}
