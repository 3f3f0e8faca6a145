import Base
import CFaiss
import Foundation
@testable import SearchIndex

/// Index files of any kind, made as the tests run.
struct VectorKinds {
    /// Each around one of a few centres, as texts lie around their subjects.
    let vectors: [[Float]]
    let dimension: Int

    init(count: Int, dimension: Int, seed: UInt64 = 17) {
        var random = SplitMix(seed: seed)
        let centres = (0..<12).map { _ in random.unitVector(dimension) }
        vectors = (0..<count).map { _ in
            let centre = centres[Int(random.next() % UInt64(centres.count))]
            let raw = zip(centre, random.unitVector(dimension)).map { $0 + 0.7 * $1 }
            let length = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return raw.map { $0 / length }
        }
        self.dimension = dimension
    }

    /// Writes all vectors as an index of that kind, in the words of FAISS's `index_factory`.
    func write(_ kind: String, _ measure: CFaissMeasure = .product, to path: String) throws {
        let index = try WritableIndex(kind: kind, dimension: dimension, measure: measure, path: path)
        try index.train(on: vectors.flatMap(\.self))
        try index.add(vectors.flatMap(\.self))
        try index.write(to: path)
    }

    /// Writes all vectors as an index of that kind within a map that gives them other numbers (`IxMp`).
    func write(_ kind: String, numbered numbers: [Int64], to path: String) throws {
        try write(kind, to: path)
        let inner = try Data(contentsOf: URL(fileURLWithPath: path))
        let count = withUnsafeBytes(of: UInt64(numbers.count).littleEndian) { Data($0) }
        // The map's header is that of what it holds, but for the letters.
        let file = Data("IxMp".utf8) + inner[4..<37] + inner + count + numbers.withUnsafeBytes { Data($0) }
        try file.write(to: URL(fileURLWithPath: path))
    }

    /// The rows nearest to a question, by looking at all.
    func nearest(to question: [Float], _ wanted: Int) -> [Int] {
        let products = vectors.map { vector in zip(vector, question).reduce(0) { $0 + $1.0 * $1.1 } }
        return Array(products.indices.sorted { products[$0] > products[$1] }.prefix(wanted))
    }

    /// The share of the ten nearest that the index finds, over some of its own vectors.
    func recall(of index: VectorIndex) throws -> Double {
        var found = 0
        let rows = stride(from: 0, to: vectors.count, by: 29)
        for row in rows {
            let nearest = Set(nearest(to: vectors[row], 10))
            found += try index.search(vectors[row], wanted: 10).count { nearest.contains($0.row) }
        }
        return Double(found) / Double(10 * rows.reduce(0) { count, _ in count + 1 })
    }
}
