import Base
import CFaiss

/// A `faiss.index` in memory. Searching does not change it, so any number of threads may search it at once.
package final class VectorIndex: Sendable {
    /// How many numbers a vector has.
    package let dimension: Int
    /// How many vectors there are.
    package let count: Int
    package let metric: Manifest.Metric
    /// Lists of an inverted file; 0 for other kinds.
    let lists: Int
    private let path: String
    /// Immutable after opening; the library's search is const.
    private nonisolated(unsafe) let handle: OpaquePointer

    /// Opens the file at `path`, after a look of our own at what its header announces. Blocks.
    ///
    /// A damaged file may still make the library abort or answer wrongly: a file whose origin is not certain is to be opened and put to
    /// `selfTest` in a process of its own first.
    /// - Throws: `Problem` with the library's reason.
    package static func open(path: String) throws -> VectorIndex {
        _ = try VectorFileHeader(path: path)
        let handle = try FaissError.catching {
            CFaissOpen(path, $0)
        } problem: {
            Self.problem("cannot open the vectors", path, $0)
        }
        return try VectorIndex(owning: handle, path: path)
    }

    private init(owning handle: OpaquePointer, path: String) throws {
        let facts = CFaissDescribe(handle)
        self.handle = handle
        self.path = path
        dimension = Int(facts.dimension)
        count = Int(facts.count)
        lists = Int(facts.lists)
        metric = facts.metric == 1 ? .l2 : .innerProduct
        guard facts.metric >= 0 else {
            throw Self.problem("cannot use the vectors", path, "they are compared neither by inner product nor by distance")
        }
    }

    deinit { CFaissClose(handle) }

    /// The nearest rows, nearest first; of scores, higher is nearer (a squared distance comes with its sign turned). Blocks.
    /// - Throws: `Problem` when the vector is of another dimension or the library fails.
    package func search(_ vector: [Float], wanted: Int) throws -> [(row: Int, score: Float)] {
        guard vector.count == dimension else {
            throw Self.problem("cannot search the vectors", path, "the question's vector has \(vector.count) numbers, the index's \(dimension)")
        }
        let wanted = min(wanted, count)
        guard wanted > 0 else { return [] }
        var scores = [Float](repeating: 0, count: wanted)
        var rows = [Int64](repeating: 0, count: wanted)
        let found = try FaissError.catching { error -> Int? in
            let found = CFaissSearch(handle, vector, Int64(wanted), Int64(Self.effort(lists: lists)), &scores, &rows, error)
            return found < 0 ? nil : Int(found)
        } problem: {
            Self.problem("cannot search the vectors", path, $0)
        }
        let sign: Float = metric == .l2 ? -1 : 1
        return (0..<found).map { (Int(rows[$0]), sign * scores[$0]) }
    }

    /// How many lists to look into, or how many candidates a graph keeps. A tenth of the lists finds what all of them would in more
    /// than 97 of 100 cases on the measured sets.
    static func effort(lists: Int) -> Int { lists > 0 ? max(16, lists / 10) : 128 }

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
            remedy: "Build and publish the index again, with vectors by inner product or distance of a kind that FAISS 1.7.3 can search.")
    }
}
