import Base
import Foundation
import GRDB
@testable import SearchIndex
import Testing

/// Posting lists in tables, and how they are weighed.
@Suite struct LexicalTests {
    /// A database with the store's tables, and a place where lists are put aside.
    private func withTables(_ body: (Database, _ aside: String) throws -> Void) throws {
        try withFolder { folder in
            try DatabaseQueue(path: "\(folder)/store").write { db in
                try db.execute(sql: ChunkStoreSchema.tables)
                try body(db, "\(folder)/store")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["store"])
        }
    }

    private func lists(in db: Database) throws -> [String: [[Int]]] {
        var lists: [String: [[Int]]] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT term, count, list FROM label") {
            var list: [[Int]] = []
            (row[2] as Data).withUnsafeBytes { PostingList.forEach($0) { list.append([$0, $1]) } }
            #expect(list.count == row[1])
            lists[row[0]] = list
        }
        return lists
    }

    @Test(arguments: [1, 20, 1_000, 1_000_000]) func `lists are whole however often they had to be put aside`(limit: Int) throws {
        var random = SplitMix(seed: 5)
        try withTables { db, aside in
            var words = PostingsBuilder(table: "label", of: .texts, beside: aside, limit: limit)
            var fragments = PostingsBuilder(table: "fragment", of: .numbers, beside: aside, limit: limit)
            var expected: [String: [Int: Int]] = [:]
            var sums: [Int64: Int] = [:]
            // More chunks than two levels of runs have room for where each is put aside by itself.
            for chunk in 0..<5_000 {
                for _ in 0..<6 {
                    let (length, last) = (Int.random(in: 0...9, using: &random), Int.random(in: 0..<40, using: &random))
                    var term = String(repeating: "w", count: length) + "\(last)"
                    let count = Int.random(in: 1...8, using: &random)
                    words.append(term.withUTF8 { words.number(of: UnsafeRawBufferPointer($0)) }, count: count, of: chunk)
                    expected[term, default: [:]][chunk, default: 0] += count
                    let number = UInt32.max >> UInt32.random(in: 0..<32, using: &random)
                    fragments.append(number, count: 1, of: chunk)
                    sums[Int64(number), default: 0] += 1
                }
                #expect(try words.endChunk(chunk) || limit > 6)
                _ = try fragments.endChunk(chunk)
            }
            try words.finish(in: db)
            try fragments.finish(in: db)
            #expect(try lists(in: db) == expected.mapValues { list in list.sorted { $0.key < $1.key }.map { [$0.key, min($0.value, 15)] } })
            #expect(try String.fetchAll(db, sql: "SELECT term FROM label ORDER BY rowid") == expected.keys.sorted())
            #expect(try Int.fetchAll(db, sql: "SELECT term FROM fragment ORDER BY rowid").count == sums.count)
            for row in try Row.fetchAll(db, sql: "SELECT term, list FROM fragment") {
                var sum = 0
                (row[1] as Data).withUnsafeBytes { PostingList.forEach($0) { sum += $1 } }
                #expect(sum == sums[row[0]])
            }
        }
    }

    @Test(arguments: [10, 1_000]) func `words have their lists under their hashes`(limit: Int) throws {
        var random = SplitMix(seed: 9)
        try withTables { db, aside in
            var words = PostingsBuilder(table: "word", of: .hashes, beside: aside, limit: limit)
            var expected: [Int64: [[Int]]] = [:]
            for chunk in 0..<500 {
                for word in Set((0..<5).map { _ in "w\(Int.random(in: 0..<300, using: &random))" }) {
                    words.append(Array(word.utf8).withUnsafeBytes { words.number(of: $0) }, count: 2, of: chunk)
                    expected[TermHash.hash(of: word.utf8), default: []].append([chunk, 2])
                }
                _ = try words.endChunk(chunk)
            }
            try words.finish(in: db)
            let rows = try Row.fetchAll(db, sql: "SELECT term, list FROM word ORDER BY term")
            #expect(rows.map { $0[0] } == expected.keys.sorted())
            for row in rows {
                var list: [[Int]] = []
                (row[1] as Data).withUnsafeBytes { PostingList.forEach($0) { list.append([$0, $1]) } }
                #expect(list == expected[row[0]])
            }
        }
    }

    @Test func `lists that are too long are left out and named`() throws {
        try withTables { db, aside in
            var fragments = PostingsBuilder(table: "fragment", of: .numbers, beside: aside, limit: 10)
            for chunk in 0..<30 {
                for term in [7, .max, 300] as [UInt32] where chunk % (term == 7 ? 3 : 1) == 0 { fragments.append(term, count: 1, of: chunk) }
                _ = try fragments.endChunk(chunk)
            }
            var left: [UInt32] = []
            try fragments.finish(in: db, most: 10) { left.append(UInt32(bigEndian: $0.loadUnaligned(as: UInt32.self))) }
            #expect(left == [300, .max])
            #expect(try Row.fetchAll(db, sql: "SELECT term, count FROM fragment").map { [$0[0], $0[1]] } == [[7, 10]])
        }
    }

    @Test func `tokens and their counts come back as they were, rare ones and frequent ones`() {
        var random = SplitMix(seed: 10)
        for count in 0..<9 {
            let tokens = (0..<count).map { _ in UInt32.random(in: 0..<1 << 24, using: &random) }
            #expect(TokenBlob.encode(tokens).withUnsafeBytes(TokenBlob.decode) == tokens)
            // Of what is cut off in the midst of a number, that number is lost.
            #expect(TokenBlob.encode(tokens).dropLast().withUnsafeBytes(TokenBlob.decode) == Array(tokens.dropLast()))
        }
        let numbers: [UInt32] = [0, 1, 254, 255, 256, 0, 41_109, 70_000, 3]
        let blobs = TokenCounts.encode(numbers)
        let counts = TokenCounts(counts: blobs.counts, more: blobs.more)
        #expect((0..<9).map { counts[$0] } == numbers.map(Int.init))
        #expect(counts[9] == 0 && counts[.max] == 0)
    }

    @Test func `a list longer than the buffers that it is read and written through comes back whole`() throws {
        try withTables { db, aside in
            var words = PostingsBuilder(table: "label", of: .texts, beside: aside, limit: 150_000)
            let terms = ["common", "also", String(repeating: "long", count: 10_000)]
            for chunk in 0..<200_000 {
                for var term in chunk == 7 || chunk == 190_000 ? terms : [terms[0]] {
                    words.append(term.withUTF8 { words.number(of: UnsafeRawBufferPointer($0)) }, count: 1, of: chunk)
                }
                _ = try words.endChunk(chunk)
            }
            try words.finish(in: db)
            let rare = [[7, 1], [190_000, 1]]
            #expect(try lists(in: db) == [terms[0]: (0..<200_000).map { [$0, 1] }, terms[1]: rare, terms[2]: rare])
        }
    }

    @Test func `a text's number stays the same until all are forgotten, among however many`() {
        var random = SplitMix(seed: 7)
        var numbers = TermNumbers()
        func number(_ text: String) -> Int { Array(text.utf8).withUnsafeBytes { numbers.number(of: $0) } }
        for round in 0..<3 {
            var texts: [String] = []
            for _ in 0..<20_000 {
                if !texts.isEmpty, Bool.random(using: &random) {
                    let known = Int.random(in: texts.indices, using: &random)
                    #expect(number(texts[known]) == known)
                } else {
                    texts.append("\(round) \(texts.count)")
                    #expect(number(texts[texts.count - 1]) == texts.count - 1)
                }
            }
            #expect(numbers.count == texts.count)
            #expect(numbers.sorted() == texts.indices.sorted { texts[$0] < texts[$1] })
            numbers.removeAll()
        }
        #expect(number("") == 0 && number("") == 0 && numbers.count == 1)
    }

    @Test func `a term adds what Okapi's formula says, within a hundredth`() {
        var random = SplitMix(seed: 6)
        let lengths = (0..<500).map { _ in UInt32(exp(Double.random(in: 0...9, using: &random))) }
        let mean = Double(lengths.reduce(0, +)) / 500
        let ranking = BM25(lengths: lengths, saturation: 1.2)
        var list = PostingList()
        var frequencies: [Int] = []
        for chunk in lengths.indices {
            frequencies.append(Int.random(in: 1...15, using: &random))
            list.append(chunk: chunk, frequency: frequencies[chunk])
        }
        var scores = [Float](repeating: 1, count: 500)
        list.bytes.withUnsafeBytes { ranking.add($0, weight: 2, to: &scores) }
        for chunk in lengths.indices {
            let frequency = Double(frequencies[chunk])
            let share = frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * Double(lengths[chunk]) / mean))
            #expect(abs(Double(scores[chunk]) - (1 + 2 * share)) <= 0.01 * 2 * share)
        }
    }
}
