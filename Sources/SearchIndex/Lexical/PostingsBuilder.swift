import Foundation
import GRDB

/// Turns chunks' terms into posting lists, one row for each term. What is held in memory is bounded: when it is full, it is sorted and put
/// aside as a run, and in the end the runs become one.
struct PostingsBuilder {
    /// What the terms of a table are.
    enum Terms {
        /// Texts, which have numbers for as long as a run is gathered.
        case texts
        /// Texts of which the table has the hashes.
        case hashes
        /// The numbers themselves.
        case numbers
    }

    private let table: String
    private let terms: Terms
    private let limit: Int
    private var texts = TermNumbers()
    /// In the upper half a term's number; below it the chunk, counted from `first`, and in four bits how often.
    private var postings: [UInt64] = []
    /// The chunk of the first posting.
    private var first = 0
    private var sort = PostingSort()
    private var runs: PostingRuns

    /// - Parameters:
    ///   - path: A name beside which nothing is kept, in a folder with room for the lists.
    ///   - limit: How many postings are held before they are put aside; each takes sixteen bytes, with the room to sort them. An index of any
    ///     size is so built in the same memory.
    init(table: String, of terms: Terms, beside path: String, limit: Int) {
        self.table = table
        self.terms = terms
        self.limit = limit
        runs = PostingRuns(path: path)
        // Growing by doubling would hold three times as much for a moment. The last chunk goes a little beyond the limit.
        postings.reserveCapacity(limit + limit / 8)
    }

    /// The number that a text has until `endChunk` says that there is a new run.
    mutating func number(of text: UnsafeRawBufferPointer) -> UInt32 {
        guard terms == .hashes else { return UInt32(texts.number(of: text)) }
        return withUnsafeBytes(of: TermHash.hash(of: text).bigEndian) { UInt32(texts.number(of: $0)) }
    }

    /// Adds a term of a chunk whose number is not lower than the last. What a chunk's term is added with sums up.
    /// - Parameter count: How often it occurs, at most 15.
    @inline(__always)
    mutating func append(_ term: UInt32, count: Int, of chunk: Int) {
        if postings.isEmpty { first = chunk }
        postings.append(UInt64(term) << 32 | UInt64(chunk - first) << 4 | UInt64(count))
    }

    /// Ends a chunk.
    /// - Returns: Whether what was held has been put aside, so that texts have other numbers from now on.
    mutating func endChunk(_ chunk: Int) throws -> Bool {
        guard postings.count >= limit || texts.held >= 8 * limit || !postings.isEmpty && chunk - first >= 1 << 27 else { return false }
        try putAside()
        return true
    }

    /// Writes each term's list to the table, in the order of the terms' bytes, so that those of like terms lie side by side.
    /// - Parameters:
    ///   - most: The list of a term in more chunks than these is not written.
    ///   - leaveOut: Gets the bytes of such a term.
    mutating func finish(in db: Database, most: Int = .max, leaveOut: (UnsafeRawBufferPointer) -> Void = { _ in }) throws {
        try putAside(isLast: true)
        let insert = try db.cachedStatement(sql: "INSERT INTO \(table) (term, count, list) VALUES (?, ?, ?)")
        try runs.merge { term, list in
            guard list.count <= most else { return leaveOut(term) }
            let key: any DatabaseValueConvertible =
                switch terms {
                case .texts: String(decoding: term, as: UTF8.self)
                case .hashes: Int64(bigEndian: term.loadUnaligned(as: Int64.self))
                case .numbers: Int64(UInt32(bigEndian: term.loadUnaligned(as: UInt32.self)))
                }
            try insert.execute(arguments: [key, list.count, list.bytes.withUnsafeBytes { Data($0) }])
        }
    }

    /// Puts what is held aside.
    /// - Parameter isLast: Whether nothing more will come, so that the room that it took is given up.
    mutating func putAside(isLast: Bool = false) throws {
        defer { if isLast { (texts, postings, sort) = (TermNumbers(), [], PostingSort()) } }
        guard !postings.isEmpty else { return }
        sort.sort(&postings, greatest: terms == .numbers ? .max : UInt32(texts.count))
        let lists = SortedPostings(numbers: postings, first: first)
        try runs.add { [terms, texts] run in
            var list = PostingList()
            switch terms {
            case .texts, .hashes:
                let starts = lists.starts(of: texts.count)
                for number in texts.sorted() {
                    _ = lists.take(from: starts[number], into: &list)
                    try texts.withTerm(number) { try run.append(term: $0, list) }
                }
            case .numbers:
                var start = 0
                while start < lists.numbers.count {
                    let term = UInt32(truncatingIfNeeded: lists.numbers[start] >> 32).bigEndian
                    start = lists.take(from: start, into: &list)
                    try withUnsafeBytes(of: term) { try run.append(term: $0, list) }
                }
            }
        }
        postings.removeAll(keepingCapacity: true)
        texts.removeAll()
    }
}

/// A run's postings, sorted by term and chunk.
private struct SortedPostings {
    let numbers: [UInt64]
    /// The chunk that the postings' chunks are counted from.
    let first: Int

    /// Where the postings of each of so many terms begin.
    func starts(of count: Int) -> [Int] {
        var starts = [Int](repeating: 0, count: count)
        for index in numbers.indices.reversed() { starts[Int(numbers[index] >> 32)] = index }
        return starts
    }

    /// Makes `list` that of the term whose postings begin at `start`.
    /// - Returns: Where they end.
    func take(from start: Int, into list: inout PostingList) -> Int {
        list.removeAll()
        var index = start
        let term = numbers[start] >> 32
        while index < numbers.count, numbers[index] >> 32 == term {
            let chunk = numbers[index] >> 4
            var count = 0
            while index < numbers.count, numbers[index] >> 4 == chunk {
                count += Int(numbers[index] & 15)
                index += 1
            }
            list.append(chunk: first + Int(chunk & 0xFFF_FFFF), frequency: count)
        }
        return index
    }
}
