import Base
import CFaiss

#if canImport(Glibc)
    import Glibc
#endif

/// Makes a `faiss.index` of unit vectors compared by inner product; its kind follows from their number: a few are kept as they are, many
/// in an inverted file with one byte a number, a quarter of the memory and a fifth of the time.
package final class VectorIndexWriter {
    private let dimension: Int
    private let threshold: Int
    private var numbers: [Float] = []

    /// The share of the ten nearest that the written index finds, measured on some of its own vectors; 1 for one that keeps all as they
    /// are, nil before `write`.
    package private(set) var recall: Double?

    /// How many vectors have been added.
    package var count: Int { numbers.count / dimension }

    /// - Parameters:
    ///   - dimension: How many numbers a vector has.
    ///   - threshold: From how many vectors on the inverted file is used.
    package init(dimension: Int, threshold: Int = 10_000) {
        self.dimension = max(dimension, 1)
        self.threshold = threshold
    }

    /// Adds vectors in row order.
    /// - Throws: `Problem` for a vector of another dimension or with a number that is not finite.
    package func add(_ vectors: [[Float]]) throws {
        for vector in vectors {
            guard vector.count == dimension, vector.allSatisfy(\.isFinite) else {
                throw VectorIndex.problem(
                    "cannot index a vector", "row \(count)",
                    vector.count == dimension ? "it has numbers that are not finite" : "it has \(vector.count) numbers, not \(dimension)")
            }
            numbers += vector
        }
    }

    /// Trains where the kind needs it, and writes the file whole (temporary name, then rename). Blocks.
    /// - Throws: `Problem` with the library's or the disk's reason.
    package func write(to path: String) throws {
        let temporary = "\(path).\(getpid()).tmp"
        defer { unlink(temporary) }
        let compact = count >= threshold
        let index = try WritableIndex(dimension: dimension, lists: compact ? min(max(count / 128, 16), 4096) : 0, path: path)
        if compact { try index.train(on: sample(of: 64 * index.lists)) }
        try index.add(numbers)
        recall = try compact ? index.recall(of: sample(of: 64), among: numbers) : 1
        try index.write(to: temporary)
        guard rename(temporary, path) == 0 else {
            throw VectorIndex.problem("cannot write the vectors", path, String(cString: strerror(errno)))
        }
        AtomicFile.syncFolder(of: path)
    }

    /// So many of the vectors, evenly spread.
    private func sample(of wanted: Int) -> [Float] {
        guard count > wanted else { return numbers }
        var sample: [Float] = []
        sample.reserveCapacity(wanted * dimension)
        for number in 0..<wanted {
            let row = number * count / wanted
            sample += numbers[row * dimension..<(row + 1) * dimension]
        }
        return sample
    }
}
