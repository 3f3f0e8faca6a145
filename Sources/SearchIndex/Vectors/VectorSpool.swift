import Base

/// Vectors on disk while an index is made of them. A million of 512 numbers take 2 GB, of which training needs a sample and adding a block at
/// a time.
struct VectorSpool: ~Copyable {
    let dimension: Int
    /// How many vectors there are.
    private(set) var count = 0
    private let file: UnnamedFile
    /// The last vectors, which are not in the file yet.
    private var pending: [Float] = []

    /// - Parameter path: A name beside which nothing is kept, in a folder with room for the vectors.
    init(path: String, dimension: Int) throws {
        self.dimension = dimension
        file = try UnnamedFile(beside: path)
    }

    /// Adds a vector of the right dimension.
    mutating func append(_ vector: [Float]) throws {
        pending += vector
        count += 1
        if pending.count >= Self.block * dimension { try flush() }
    }

    /// So many vectors are handed over at a time.
    static let block = 4096

    /// Hands all vectors in row order to `body`, some thousand at a time, each time with the row of the first.
    mutating func forEachBlock(_ body: (Int, [Float]) throws -> Void) throws {
        try flush()
        for start in stride(from: 0, to: count, by: Self.block) { try body(start, read(start..<min(start + Self.block, count))) }
    }

    /// So many of the vectors, evenly spread; all where there are no more.
    mutating func sample(of wanted: Int) throws -> [Float] {
        try flush()
        guard count > wanted else { return try read(0..<count) }
        var sample: [Float] = []
        sample.reserveCapacity(wanted * dimension)
        for number in 0..<wanted {
            let row = number * count / wanted
            sample += try read(row..<row + 1)
        }
        return sample
    }

    private mutating func flush() throws {
        let start = (count * dimension - pending.count) * MemoryLayout<Float>.size
        try pending.withUnsafeBytes { try file.write($0, at: start) }
        pending.removeAll(keepingCapacity: true)
    }

    private func read(_ rows: Range<Int>) throws -> [Float] {
        let start = rows.lowerBound * dimension * MemoryLayout<Float>.size
        return try [Float](unsafeUninitializedCapacity: rows.count * dimension) { numbers, initialized in
            try file.read(into: UnsafeMutableRawBufferPointer(numbers), at: start)
            initialized = numbers.count
        }
    }
}
