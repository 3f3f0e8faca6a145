import Base
import CFaiss

#if canImport(Glibc)
    import Glibc
#endif

/// Makes a `faiss.index` of unit vectors compared by inner product; its kind follows from their number: a few are kept as they are, many
/// in an inverted file with half a byte a number, an eighth of the memory, or with a byte where half a one finds too few. The same vectors
/// give the same file.
///
/// Vectors wait on disk beside the file; in memory are the index, which is as large as the file, and before it a sample to train on.
package final class VectorIndexWriter {
    private let path: String
    private let threshold: Int
    private var spool: VectorSpool

    /// The share of the ten nearest that the written index finds, measured on some of its own vectors; 1 for one that keeps all as they
    /// are, nil before `write`.
    package private(set) var recall: Double?

    /// How many vectors have been added.
    package var count: Int { spool.count }

    /// - Parameters:
    ///   - path: Where the index is to be.
    ///   - dimension: How many numbers a vector has.
    ///   - threshold: From how many vectors on the inverted file is used.
    /// - Throws: `Problem` when nothing can be written there.
    package init(path: String, dimension: Int, threshold: Int = 10_000) throws {
        self.path = path
        self.threshold = threshold
        spool = try VectorSpool(path: path, dimension: max(dimension, 1))
    }

    /// Adds vectors in row order. Blocks.
    /// - Throws: `Problem` for a vector of another dimension or with a number that is not finite, and when the disk is full.
    package func add(_ vectors: [[Float]]) throws {
        for vector in vectors {
            guard vector.count == spool.dimension, vector.allSatisfy(\.isFinite) else {
                throw VectorIndex.problem(
                    "cannot index a vector", "row \(count)",
                    vector.count == spool.dimension
                        ? "it has numbers that are not finite" : "it has \(vector.count) numbers, not \(spool.dimension)")
            }
            try spool.append(vector)
        }
    }

    /// Trains where the kind needs it, and writes the file whole (temporary name, then rename). Blocks.
    /// - Throws: `Problem` with the library's or the disk's reason.
    package func write() throws {
        let temporary = "\(path).\(getpid()).tmp"
        defer { unlink(temporary) }
        let lists = count >= threshold ? min(max(count / 128, 16), 4096) : 0
        for kind in lists > 0 ? ["IVF\(lists),SQ4", "IVF\(lists),SQ8"] : ["Flat"] {
            let index = try WritableIndex(kind: kind, dimension: spool.dimension, path: path)
            if lists > 0 { try index.train(on: spool.sample(of: min(64 * lists, Self.mostTrainedOn))) }
            try spool.forEachBlock { _, block in try index.add(block) }
            let found = lists > 0 ? try measuredRecall(of: index) : 1
            recall = found
            try index.write(to: temporary)
            if found > Self.enough { break }
        }
        guard rename(temporary, path) == 0 else {
            throw VectorIndex.problem("cannot write the vectors", path, String(cString: strerror(errno)))
        }
        AtomicFile.syncFolder(of: path)
    }

    /// The recall with which numbers of half a byte are fine enough; shorter vectors, or more alike, may need whole ones.
    private static let enough = 0.9

    /// At 512 numbers a quarter of a gigabyte: half of what the index takes that has so many lists.
    private static let mostTrainedOn = 1 << 17

    /// The share of the ten nearest, as an exhaustive search finds them, that the index finds too.
    private func measuredRecall(of index: borrowing WritableIndex) throws -> Double {
        let dimension = spool.dimension
        let sample = try spool.sample(of: 64)
        let questions = stride(from: 0, to: sample.count, by: dimension).map { Array(sample[$0..<$0 + dimension]) }
        var nearest = [[WritableIndex.Hit]](repeating: [], count: questions.count)
        try spool.forEachBlock { start, block in
            let exact = try WritableIndex(kind: "Flat", dimension: dimension, path: path)
            try exact.add(block)
            for (number, question) in questions.enumerated() {
                let hits = nearest[number] + (try exact.nearest(to: question)).map { (row: $0.row + start, score: $0.score) }
                nearest[number] = Array(hits.sorted { $0.score > $1.score }.prefix(WritableIndex.nearestWanted))
            }
        }
        var found = 0
        for (question, expected) in zip(questions, nearest) {
            let rows = Set(expected.map(\.row))
            found += try index.nearest(to: question).count { rows.contains($0.row) }
        }
        let wanted = nearest.reduce(0) { $0 + $1.count }
        return wanted > 0 ? Double(found) / Double(wanted) : 1
    }
}
