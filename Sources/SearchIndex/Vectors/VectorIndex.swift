import Base
import CFaiss

/// A `faiss.index` in memory. Searching does not change it, so any number of threads may search it at once.
package final class VectorIndex: Sendable {
    /// How many numbers a vector has.
    package let dimension: Int
    /// How many vectors there are.
    package let count: Int
    /// What a manifest calls the measure by which the vectors are compared: `l2` for every distance.
    package let metric: Manifest.Metric
    /// Whether the scores of unit vectors are their cosines; so by inner product and by squared distance, not by other distances.
    package let scoresAreCosines: Bool
    private let measure: CFaissMeasure
    private let path: String
    /// Immutable after opening; the library's search is const.
    private nonisolated(unsafe) let handle: OpaquePointer

    /// Opens the file at `path`, after a look of our own at what its header announces. Blocks.
    ///
    /// A damaged file may still make the library abort or answer wrongly: a file whose origin is not certain is to be opened and put to
    /// `selfTest` in a process of its own first.
    /// - Throws: `Problem` with the library's reason.
    package static func open(path: String) throws -> VectorIndex {
        try VectorFileLayout.check(path: path)
        let handle = try FaissError.catching {
            CFaissOpen(path, $0)
        } problem: {
            Self.problem("cannot open the vectors", path, $0)
        }
        return VectorIndex(owning: handle, path: path)
    }

    private init(owning handle: OpaquePointer, path: String) {
        let facts = CFaissDescribe(handle)
        self.handle = handle
        self.path = path
        dimension = Int(facts.dimension)
        count = Int(facts.count)
        measure = facts.measure
        metric = measure == .product ? .innerProduct : .l2
        scoresAreCosines = measure != .other
    }

    deinit {
        CFaissClose(handle)
        // The lists are hundreds of blocks between what lives on. Closed is an index by its last reader, after another has taken its place.
        ResidentMemory.giveBack()
    }

    /// The nearest rows, nearest first; of scores, higher is nearer. By inner product the score is the product. Of a squared distance half
    /// is taken from 1: `|a - b|² = 2 - 2 a·b` for unit vectors, so that the score is their cosine too. Of another distance it is the
    /// distance with its sign turned. Blocks.
    /// - Throws: `Problem` when the vector is of another dimension, is none, or the library fails.
    package func search(_ vector: [Float], wanted: Int) throws -> [(row: Int, score: Float)] {
        guard vector.count == dimension else {
            throw Self.problem("cannot search the vectors", path, "the question's vector has \(vector.count) numbers, the index's \(dimension)")
        }
        // Sums of products of greater ones would not stay finite, and graphs are walked by orderings that must be orderings.
        guard vector.allSatisfy({ abs($0) <= 1e15 }) else {
            throw Self.problem("cannot search the vectors", path, "the question's vector has numbers that cannot be")
        }
        let wanted = min(wanted, count)
        guard wanted > 0 else { return [] }
        var scores = [Float](repeating: 0, count: wanted)
        var rows = [Int64](repeating: 0, count: wanted)
        let found = try FaissError.catching { error -> Int? in
            let found = CFaissSearch(handle, vector, Int64(wanted), &scores, &rows, error)
            return found < 0 ? nil : Int(found)
        } problem: {
            Self.problem("cannot search the vectors", path, $0)
        }
        return (0..<found).map { (Int(rows[$0]), score(scores[$0])) }
    }

    private func score(_ answer: Float) -> Float {
        switch measure {
        case .product: answer
        case .squared: 1 - answer / 2
        case .other: -answer
        }
    }

    /// Searches for seeded random vectors: an index that aborts, hangs or answers with what cannot be does it here.
    /// - Throws: `Problem` when an answer cannot be right.
    package func selfTest() throws {
        var random = SplitMix(seed: 0x5EED)
        for _ in 0..<24 {
            let vector = random.unitVector(dimension)
            let hits = try search(vector, wanted: 50)
            guard !hits.isEmpty || count == 0 else {
                throw Self.problem("the vectors do not pass the test", path, "a search finds nothing")
            }
            guard zip(hits, hits.dropFirst()).allSatisfy({ $0.score >= $1.score - 1e-4 * abs($0.score) }) else {
                throw Self.problem("the vectors do not pass the test", path, "a search's hits are out of order")
            }
        }
    }

    static func problem(_ what: String, _ path: String, _ reason: String) -> Problem {
        Problem(
            what: what, location: path, reason: reason,
            remedy: "Build and publish the index again, as a kind that FAISS 1.7.3 reads and searches.")
    }
}
