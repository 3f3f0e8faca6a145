import CVectorMath

/// Where tokens' vectors point, once the input table's mean is taken off.
///
/// A question's tokens have whole vectors. Those of passages, thousands of which are compared with each question, are known by the signs of
/// their numbers: a token of 68 bytes in place of 388, and its cosine with another within a thirtieth (Charikar, "Similarity Estimation
/// Techniques from Rounding Algorithms", STOC 2002; scaled so that a token's own is 1, as Gao and Long, "RaBitQ", SIGMOD 2024, do).
struct TokenDirections: Sendable {
    private let table: TokenTable
    private let rows: TokenCache
    private let signs: TokenCache
    private let mean: [Float]
    private let kernels: Kernels

    /// More different words than a large collection has in use, in some 3 MB.
    private static let kept = 40_960

    /// - Parameters:
    ///   - rows: The table's rows.
    ///   - mean: What is taken off each vector.
    init(table: TokenTable, rows: TokenCache, mean: [Float], kernels: Kernels) {
        self.table = table
        self.rows = rows
        self.mean = mean
        self.kernels = kernels
        signs = TokenCache(capacity: Self.kept, length: Int(VectorSignRowBytes))
    }

    /// The tokens' rows of signs, one after another (see `VectorKernels.compareSigns`); without length for a token that the table does not have.
    /// - Throws: `Problem` when the table can no longer be read.
    func signs(of tokens: [UInt32]) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: tokens.count * signs.length) { output, count in
            if let output = output.baseAddress { try signs.read(tokens[...], into: output, else: writeSigns) }
            count = tokens.count * signs.length
        }
    }

    /// The tokens' vectors, each rotated and of unit length, one after another; zeros for a token that the table does not have.
    /// - Throws: `Problem` when the table can no longer be read.
    func units(of tokens: [UInt32]) throws -> [Float] {
        let size = Shape.dimension
        var stored = [UInt8](repeating: 0, count: tokens.count * TokenRow.length)
        try rows.read(tokens[...], into: &stored, else: table.read)
        var vectors = [Float](repeating: 0, count: tokens.count * size)
        stored.withUnsafeBufferPointer { stored in
            vectors.withUnsafeMutableBufferPointer { vectors in
                guard let stored = stored.baseAddress, let vectors = vectors.baseAddress else { return }
                for (place, token) in tokens.enumerated() where Int(token) < table.rows {
                    turn(token, stored + place * TokenRow.length, into: vectors + place * size)
                }
            }
        }
        return vectors
    }

    /// Turns a token's row into its vector, rotated and of unit length. Rotated, since some vectors have a few numbers that are far greater
    /// than all others, and signs alone would lose these.
    private func turn(_ token: UInt32, _ row: UnsafePointer<UInt8>, into vector: UnsafeMutablePointer<Float>) {
        table.dequantise(token, row, minus: mean, into: vector, with: kernels)
        VectorRotate(vector)
        let square = kernels.call.dot(vector, vector, Shape.dimension)
        let factor = square > 0 ? 1 / square.squareRoot() : 0
        for k in 0..<Shape.dimension { vector[k] *= factor }
    }

    /// Writes a token's row of signs.
    private func writeSigns(of token: UInt32, to output: UnsafeMutableRawBufferPointer) throws {
        output.initializeMemory(as: UInt8.self, repeating: 0)
        guard Int(token) < table.rows else { return }
        try withUnsafeTemporaryAllocation(byteCount: TokenRow.length, alignment: 64) { stored in
            try table.read(token, into: stored)
            withUnsafeTemporaryAllocation(of: Float.self, capacity: Shape.dimension) { vector in
                guard let row = stored.assumingMemoryBound(to: UInt8.self).baseAddress, let vector = vector.baseAddress,
                    let output = output.assumingMemoryBound(to: UInt8.self).baseAddress
                else { return }
                turn(token, row, into: vector)
                VectorSignRow(vector, output)
            }
        }
    }
}
