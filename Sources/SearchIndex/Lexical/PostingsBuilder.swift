import Foundation
import GRDB

/// Turns chunks' terms into posting lists, one row for each term. What is held in memory is bounded: when it is full, the lists so far are
/// put aside in the attached file, and in the end a term's parts become one list.
struct PostingsBuilder<Term: Hashable & Comparable & DatabaseValueConvertible> {
    private let table: String
    private let limit: Int
    private var numbers: [Term: Int] = [:]
    private var lists: [PostingList] = []
    /// About how many bytes all of that takes.
    private var held = 0
    private var hasSpilled = false
    private var aside: String { "\(ChunkStoreSchema.spill).\(table)" }

    /// What a term and an empty list take: their places in the dictionary and the array, a block for a long term and one for the list's bytes.
    private static var costOfList: Int { 160 }

    /// - Parameter limit: About how many bytes are held before they are put aside. An index of any size is so built in the same memory.
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
        if held >= limit { try spill(to: db) }
    }

    /// Writes each term's list to the table, in the terms' order, so that those of like terms lie side by side.
    mutating func finish(in db: Database) throws {
        guard hasSpilled else { return try write(to: table, in: db) }
        try spill(to: db)
        let insert = try db.cachedStatement(sql: Self.insertion(into: table))
        try db.execute(sql: "CREATE INDEX \(aside)_term ON \(table) (term)")
        let parts = try Row.fetchCursor(db, sql: "SELECT term, list FROM \(aside) ORDER BY term, rowid")
        var whole: (term: Term, list: PostingList)?
        func put() throws {
            if let whole { try insert.execute(arguments: [whole.term, whole.list.count, whole.list.bytes.withUnsafeBytes { Data($0) }]) }
        }
        while let part = try parts.next() {
            let term: Term = part[0]
            if whole?.term != term {
                try put()
                whole = (term, PostingList())
            }
            try part.withUnsafeData(atIndex: 1) { list in
                list?.withUnsafeBytes { PostingList.forEach($0) { whole?.list.append(chunk: $0, frequency: $1) } }
            }
        }
        try put()
    }

    /// Puts what is held aside, and holds nothing any more.
    private mutating func spill(to db: Database) throws {
        if !hasSpilled { try db.execute(sql: "CREATE TABLE \(aside) (term, count INTEGER, list BLOB)") }
        hasSpilled = true
        try write(to: aside, in: db)
    }

    private mutating func write(to table: String, in db: Database) throws {
        let insert = try db.cachedStatement(sql: Self.insertion(into: table))
        for (term, number) in numbers.sorted(by: { $0.key < $1.key }) {
            let list = lists[number]
            try insert.execute(arguments: [term, list.count, list.bytes.withUnsafeBytes { Data($0) }])
        }
        numbers = [:]
        lists = []
        held = 0
    }

    private static func insertion(into table: String) -> String { "INSERT INTO \(table) (term, count, list) VALUES (?, ?, ?)" }
}
