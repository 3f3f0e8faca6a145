import Base
import CFaiss
import Foundation
@testable import SearchIndex
import Testing

/// Each kind of index that the library reads is searched, or refused for what it is.
@Suite struct `An index of any kind` {
    private let kinds = VectorKinds(count: 600, dimension: 16)

    /// The least share of the ten nearest that each kind must find. Codes of a few bits find few; whatever is refined finds nearly all.
    private static let recalls: [(String, Double)] = [
        ("Flat", 1), ("IVF20,Flat", 0.98), ("IVF64_HNSW8,Flat", 0.9), ("IVF20,SQ8", 0.9), ("IVF20,SQfp16", 0.98), ("IVF20,SQ4", 0.5),
        ("IVF20,PQ8x6np", 0.4), ("IVF20,PQ8x4fs", 0.3), ("IVF20,RQ4x4", 0.2), ("HNSW16", 0.97), ("HNSW16,SQ8", 0.9), ("HNSW16,PQ8np", 0.5),
        ("SQ8", 0.95), ("SQ6", 0.8), ("SQfp16", 0.99), ("PQ8x6np", 0.4), ("PQ8x4fs", 0.3), ("RQ4x4", 0.2), ("OPQ8,PQ8x6np", 0.3),
        ("PCA8,Flat", 0.3), ("PCAR16,IVF20,Flat", 0.5), ("L2norm,Flat", 1), ("RR16,Flat", 1), ("LSHr", 0.15), ("ITQ8,LSH", 0.1),
        ("NSG16", 0.95), ("Flat,RFlat", 1),
        ("IVF20,PQ8x6np,RFlat", 0.95), ("IVF100,Flat,RFlat", 0.9), ("IVF20,PQ8x4fs,RFlat", 0.9), ("PQ8x6np,RFlat", 0.95), ("HNSW16,RFlat", 0.97),
        ("IVF20,PQ8x6np,Refine(SQ8)", 0.85), ("PCA8,IVF20,Flat,RFlat", 0.5),
    ]

    @Test(arguments: recalls) func `is searched as thoroughly as its codes allow`(kind: String, share: Double) throws {
        for measure in [CFaissMeasure.product, .squared] {
            // This version hashes, and walks graphs over codes, by distance alone.
            if measure == .product && (kind.contains("LSH") || kind == "HNSW16,PQ8np") { continue }
            try withFolder { folder in
                let path = "\(folder)/faiss.index"
                try kinds.write(kind, measure, to: path)
                let index = try VectorIndex.open(path: path)
                #expect(index.count == 600 && index.dimension == 16 && index.metric == (measure == .product ? .innerProduct : .l2))
                try index.selfTest()
                #expect(try kinds.recall(of: index) >= share)
                // More than there are, as a question over windows may ask for.
                let all = try index.search(kinds.vectors[0], wanted: 5_000)
                #expect(Set(all.map(\.row)).count == all.count && all.count >= 50)
            }
        }
    }

    @Test(arguments: ["IMI2x3,Flat", "IVF20,FlatDedup", "IVF20,PQ8+8"]) func `by distance alone is searched too`(kind: String) throws {
        try withFolder { folder in
            try kinds.write(kind, .squared, to: "\(folder)/faiss.index")
            #expect(try kinds.recall(of: VectorIndex.open(path: "\(folder)/faiss.index")) > 0.25)
        }
    }

    @Test func `gives unit vectors their cosine as score, by product and by distance`() throws {
        try withFolder { folder in
            for measure in [CFaissMeasure.product, .squared] {
                try kinds.write("Flat", measure, to: "\(folder)/faiss.index")
                let index = try VectorIndex.open(path: "\(folder)/faiss.index")
                #expect(index.scoresAreCosines)
                for hit in try index.search(kinds.vectors[3], wanted: 20) {
                    let cosine = zip(kinds.vectors[3], kinds.vectors[hit.row]).reduce(0) { $0 + $1.0 * $1.1 }
                    #expect(abs(hit.score - cosine) < 1e-5)
                }
            }
            try kinds.write("LSHr", .squared, to: "\(folder)/faiss.index")
            let bits = try VectorIndex.open(path: "\(folder)/faiss.index")
            #expect(!bits.scoresAreCosines)
            let scores = try bits.search(kinds.vectors[3], wanted: 20).map(\.score)
            #expect(scores == scores.sorted(by: >) && scores[0] == 0)
        }
    }

    @Test(arguments: [("IVF4,SQ8", 0.01), ("IVF4,SQ4", 0.12)], [13, 16]) func `has each number's own code in its products`(
        kind: (String, bound: Float), dimension: Int
    ) throws {
        let kinds = VectorKinds(count: 600, dimension: dimension)
        try withFolder { folder in
            try kinds.write(kind.0, to: "\(folder)/faiss.index")
            let index = try VectorIndex.open(path: "\(folder)/faiss.index")
            for row in stride(from: 0, to: 600, by: 50) {
                for hit in try index.search(kinds.vectors[row], wanted: 600) {
                    let cosine = zip(kinds.vectors[row], kinds.vectors[hit.row]).reduce(0) { $0 + $1.0 * $1.1 }
                    #expect(abs(hit.score - cosine) < kind.bound)
                }
            }
        }
    }

    @Test(arguments: ["Flat", "HNSW16", "NSG16", "IVF4,Flat"]) func `of few vectors finds each of them`(kind: String) throws {
        let few = VectorKinds(count: kind == "NSG16" ? 110 : 5, dimension: 8)
        try withFolder { folder in
            try few.write(kind, .squared, to: "\(folder)/faiss.index")
            let index = try VectorIndex.open(path: "\(folder)/faiss.index")
            for row in few.vectors.indices { #expect(try index.search(few.vectors[row], wanted: 50).first?.row == row) }
        }
    }

    @Test func `looks into as many lists as its file says`() throws {
        try withFolder { folder in
            let path = "\(folder)/faiss.index"
            try kinds.write("IVF100,Flat", to: path)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            func recall(lists: UInt64) throws -> Double {
                var file = whole
                // Behind the letters, the header of 33 bytes and the number of lists.
                withUnsafeBytes(of: lists.littleEndian) { file.replaceSubrange(45..<53, with: $0) }
                try file.write(to: URL(fileURLWithPath: path))
                return try kinds.recall(of: VectorIndex.open(path: path))
            }
            let (unsaid, few, all) = (try recall(lists: 1), try recall(lists: 2), try recall(lists: 100_000))
            #expect(few < unsaid && unsaid <= all && all == 1)
        }
    }

    @Test func `is answered by the numbers that its map gives, and refused where they are no places of chunks`() throws {
        try withFolder { folder in
            let path = "\(folder)/faiss.index"
            func open(_ numbers: [Int64]) throws -> VectorIndex {
                try kinds.write("Flat", numbered: numbers, to: path)
                return try VectorIndex.open(path: path)
            }
            for kind in ["Flat", "HNSW16", "IVF20,SQ8"] {
                try kinds.write(kind, numbered: (0..<600).reversed(), to: path)
                let reversed = try VectorIndex.open(path: path)
                for row in [0, 7, 599] { #expect(try reversed.search(kinds.vectors[row], wanted: 1).first?.row == 599 - row) }
            }
            #expect(throws: Problem.self) { try open((1...600).map { $0 }) }
            #expect(throws: Problem.self) { try open((0..<600).map { $0 / 2 }) }
            #expect(throws: Problem.self) { try open((0..<600).map { $0 == 5 ? -1 : $0 }) }
        }
    }

    /// Four letters put at a place, and what the refusal must speak of.
    private static let refusals: [(kind: String, letters: String, other: String, reason: String)] = [
        ("Flat", "IxFI", "IBxF", "binary"), ("Flat", "IxFI", "IxFP", "IxFP"), ("Flat", "IxFI", "PKZI", "not a FAISS index"),
        ("Flat", "IxFI", "IxLa", "cannot be searched"), ("IVF20,Flat", "ilar", "ilod", "another file"),
        ("IVF20,Flat", "ilar", "il00", "left out"), ("IVF20,Flat", "ilar", "ilxx", "ilxx"), ("PCA8,Flat", "Pcam", "Pcxx", "Pcxx"),
        ("HNSW16,SQ8", "IHNs", "IHN2", "IHN2"), ("HNSW16,SQ8", "IHNs", "IHNp", "codes"),
    ]

    @Test(arguments: refusals) func `is refused for what it is`(kind: String, letters: String, other: String, reason: String) throws {
        try withFolder { folder in
            let path = "\(folder)/faiss.index"
            try kinds.write(kind, to: path)
            var file = try Data(contentsOf: URL(fileURLWithPath: path))
            let place = try #require(file.firstRange(of: Data(letters.utf8)))
            file.replaceSubrange(place, with: Data(other.utf8))
            try file.write(to: URL(fileURLWithPath: path))
            let problem = #expect(throws: Problem.self) { try VectorIndex.open(path: path) }
            #expect(problem?.reason.contains(reason) == true, "\(problem?.reason ?? "")")
        }
    }

    @Test(arguments: ["SQ8", "IVF20,SQ8"]) func `is refused when its codes came after this version`(kind: String) throws {
        try withFolder { folder in
            let path = "\(folder)/faiss.index"
            try kinds.write(kind, to: path)
            var file = try Data(contentsOf: URL(fileURLWithPath: path))
            // The quantizer begins with its kind, the way its ranges were found and that way's parameter; then its dimension and the bytes
            // of a code, both 16.
            let sixteen = withUnsafeBytes(of: UInt64(16).littleEndian) { Data($0) }
            let place = try #require(file.firstRange(of: sixteen + sixteen)).lowerBound - 12
            file[place] = 7
            try file.write(to: URL(fileURLWithPath: path))
            let problem = #expect(throws: Problem.self) { try VectorIndex.open(path: path) }
            #expect(problem?.reason.contains("scalar quantizer") == true)
        }
    }
}
