import Base

/// Makes a `faiss.index` of unit vectors compared by inner product; its kind follows from their number.
package final class VectorIndexWriter {
    /// - Parameter dimension: How many numbers a vector has.
    package init(dimension: Int) {}

    /// Adds vectors in row order.
    /// - Throws: `Problem` for a vector of another dimension or with a number that is not finite.
    package func add(_ vectors: [[Float]]) throws {}

    /// Trains where the kind needs it, and writes the file whole (temporary name, then rename). Blocks.
    /// - Throws: `Problem` with the library's or the disk's reason.
    package func write(to path: String) throws {}
}
