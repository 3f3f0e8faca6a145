import Foundation
import GRDB

/// Turns chunks' terms into posting lists in a table. What is held in memory is bounded: when it is full, the lists so far are written as
/// a segment, and a term's segments are read one after another.
struct PostingsBuilder<Term: Hashable & DatabaseValueConvertible> {
    private let table: String
    private let limit: Int
    private var numbers: [Term: Int] = [:]
    private var lists: [PostingList] = []
    /// About how many bytes all of that takes.
    private var held = 0

    /// What a term and an empty list take: their places in the dictionary and the array, a block for a long term and one for the list's bytes.
    private static var costOfList: Int { 160 }

    /// - Parameter limit: About how many bytes are held before they are written. An index of any size is so built in the same memory; ten thousand
    ///   chunks or more share a segment, so that a search reads few of them.
    init(table: String, limit: Int) {
        self.table = table
        self.limit = limit
    }

    /// Adds the terms of a chunk of a higher number than the last.
    mutating func append(_ frequencies: some Sequence<(term: Term, count: Int)>, of chunk: Int, to db: Database) throws {
        for (term, count) in frequencies {
            let number = numbers[term] ?? lists.count
            if number == lists.count {
                numbers[term] = number
                lists.append(PostingList())
                held += Self.costOfList
            }
            let before = lists[number].bytes.count
            lists[number].append(chunk: chunk, frequency: count)
            // Lists grow by doubling, so that half as much again stands empty.
            held += (lists[number].bytes.count - before) * 3 / 2
        }
        if held >= limit { try flush(to: db) }
    }

    mutating func flush(to db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO \(table) (term, count, list) VALUES (?, ?, ?)")
        for (term, number) in numbers {
            let list = lists[number]
            try statement.execute(arguments: [term, list.count, list.bytes.withUnsafeBytes { Data($0) }])
        }
        numbers = [:]
        lists = []
        held = 0
    }
}
