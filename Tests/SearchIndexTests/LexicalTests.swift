import Base
import Foundation
import GRDB
@testable import SearchIndex
import Testing

/// Posting lists in tables, and how they are weighed.
@Suite struct LexicalTests {
    /// A database as the builder has it, with the file that lists are put aside in.
    private func withTables(_ body: (Database) throws -> Void) throws {
        try withFolder { folder in
            var configuration = Configuration()
            configuration.prepareDatabase {
                try $0.execute(sql: "ATTACH ? AS \(ChunkStoreSchema.spill)", arguments: ["\(folder)/spill"])
            }
            try DatabaseQueue(path: "\(folder)/store", configuration: configuration).write { db in
                try db.execute(sql: ChunkStoreSchema.tables)
                try body(db)
            }
        }
    }

    private func lists(in db: Database) throws -> [String: [[Int]]] {
        var lists: [String: [[Int]]] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT term, count, list FROM word") {
            var list: [[Int]] = []
            (row[2] as Data).withUnsafeBytes { PostingList.forEach($0) { list.append([$0, $1]) } }
            #expect(list.count == row[1])
            lists[row[0]] = list
        }
        return lists
    }

    @Test(arguments: [1, 1_000, 10_000, 1_000_000]) func `lists are whole however often they had to be put aside`(limit: Int) throws {
        var random = SplitMix(seed: 5)
        try withTables { db in
            var builder = PostingsBuilder<String>(table: "word", limit: limit)
            var expected: [String: [[Int]]] = [:]
            for chunk in 0..<300 {
                let terms = Set((0..<6).map { _ in "w\(Int.random(in: 0..<40, using: &random))" }).sorted()
                let counts = terms.map { (term: $0, count: Int.random(in: 1...15, using: &random)) }
                for (term, count) in counts { expected[term, default: []].append([chunk, count]) }
                try builder.append(counts, of: chunk, to: db)
            }
            try builder.finish(in: db)
            #expect(try lists(in: db) == expected)
        }
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
