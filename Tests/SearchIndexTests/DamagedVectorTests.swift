import Base
import CFaiss
import Foundation
@testable import SearchIndex
import Testing

/// Seeded damage to index files, which are then opened and searched in this very process: what is not refused must be safe to search, for a
/// bot may hold it for weeks.
@Suite struct `A damaged index` {
    private static let kinds = [
        "Flat", "IVF20,Flat", "IVF20,SQ8", "HNSW8", "HNSW8,PQ4np", "NSG8", "PQ4x4fs", "IVF20,PQ4x4fs", "IVF20,PQ4x4np,RFlat", "PCA8,IVF8,SQ6",
        "numbered", "RQ2x4", "LSHr",
    ]

    /// One way to damage a file.
    private func damage(_ file: Data, _ way: Int, _ random: inout SplitMix) -> Data {
        func place(_ size: Int, within range: Range<Int>) -> Range<Int> {
            let start = Int.random(in: range.lowerBound...max(range.lowerBound, min(range.upperBound, file.count) - size), using: &random)
            return start..<start + size
        }
        var damaged = file
        switch way % 6 {
        case 0: return file.prefix(Int.random(in: 0..<file.count, using: &random))
        // The first header and what follows it: kinds, counts, lengths.
        case 1: for _ in 0..<3 { damaged[place(1, within: 0..<120).lowerBound] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random) }
        case 2: damaged.replaceSubrange(place(8, within: 0..<file.count), with: (0..<8).map { _ in UInt8.random(in: 0...255, using: &random) })
        case 3: damaged.replaceSubrange(place(16, within: 0..<file.count), with: (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
        // A number of 32 bits, as links are, to just past what there is or far away.
        case 4:
            let number = [UInt32(300), 301, 1 << 20, .max, UInt32(bitPattern: -7)][Int(random.next() % 5)]
            let start = place(4, within: 0..<file.count).lowerBound / 4 * 4
            withUnsafeBytes(of: number.littleEndian) { damaged.replaceSubrange(start..<start + 4, with: $0) }
        default:
            let number = UInt64(1) << UInt64.random(in: 8..<63, using: &random)
            withUnsafeBytes(of: number.littleEndian) { damaged.replaceSubrange(place(8, within: 0..<400), with: $0) }
        }
        return damaged
    }

    @Test(arguments: kinds) func `is refused or searched without harm`(kind: String) throws {
        let made = VectorKinds(count: 300, dimension: 16, seed: 23)
        try withFolder { folder in
            let path = "\(folder)/faiss.index"
            if kind == "numbered" {
                try made.write("Flat", numbered: (0..<300).map { $0 }, to: path)
            } else {
                try made.write(kind, .squared, to: path)
            }
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            var random = SplitMix(seed: kind.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) })
            var refused = 0
            for way in 0..<60 {
                try damage(whole, way, &random).write(to: URL(fileURLWithPath: path))
                do {
                    let index = try VectorIndex.open(path: path)
                    for row in stride(from: 0, to: 300, by: 60) {
                        let hits = try index.search(made.vectors[row].count == index.dimension ? made.vectors[row] : [], wanted: 40)
                        #expect(hits.allSatisfy { (0..<index.count).contains($0.row) && $0.score.isFinite })
                    }
                } catch is Problem {
                    refused += 1
                }
            }
            // A truncation always, of the others those that hit more than a vector's numbers.
            #expect(refused >= 10)
        }
    }

    @Test func `does not have memory set aside for what its file cannot hold`() throws {
        let made = VectorKinds(count: 300, dimension: 16, seed: 23)
        try withFolder { folder in
            let path = "\(folder)/faiss.index"
            // The place of each kind's first count behind the header, or of one that the library multiplies.
            for (kind, place) in [("Flat", 37), ("IVF20,Flat", 37), ("PQ4x4np", 53), ("HNSW8", 37)] {
                try made.write(kind, to: path)
                let whole = try Data(contentsOf: URL(fileURLWithPath: path))
                for bits in [24, 31, 32, 39, 62] as [UInt64] {
                    var forged = whole
                    withUnsafeBytes(of: (UInt64(1) << bits).littleEndian) { forged.replaceSubrange(place..<place + 8, with: $0) }
                    try forged.write(to: URL(fileURLWithPath: path))
                    #expect(throws: Problem.self, "\(kind), 2^\(bits)") { try VectorFileLayout.check(path: path) }
                }
            }
        }
    }
}
