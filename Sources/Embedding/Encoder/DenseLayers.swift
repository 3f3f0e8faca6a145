import CVectorMath

#if canImport(Glibc)
    import Glibc
#endif

/// The encoder's last layers, from the sum of a text's features to its vector, for several texts at once.
struct DenseLayers {
    let weights: EncoderWeights
    let kernels: Kernels
    let epsilon: Float

    /// The vectors of the texts whose normalised features are summed up in `work.sums`.
    /// - Parameter counts: How many tokens each text has.
    func vectors(ofTexts counts: [Int], in work: borrowing Workspace) -> [[Float]] {
        let (size, hidden, texts) = (Shape.dimension, Shape.hidden, counts.count)
        let values = work.values
        scaleSums(counts, in: work)
        // The sum is taken before the projection, which is linear, so that this multiplies one row and not one for each token.
        multiply(work.sums, Shape.features, Shape.features, texts, weights.feature, adding: false, values, size, in: work)
        for (text, count) in counts.enumerated() {
            let row = values + text * size
            for i in 0..<size { row[i] = (row[i] + Float(count) * weights.featureBias[i]) / Float(count).squareRoot() }
        }
        // y0 = relu(pooled . d0) and y1 = relu(pooled . p1 + y0 . d1); the first product gives both of pooled's.
        multiply(values, size, size, texts, weights.dense[0], adding: false, values, 2 * hidden, in: work)
        kernels.call.rectify(values, 2 * hidden, work.zeros, 0, texts, hidden)
        multiply(values, 2 * hidden, hidden, texts, weights.dense[1], adding: true, values + hidden, 2 * hidden, in: work)
        kernels.call.rectify(values + hidden, 2 * hidden, work.zeros, 0, texts, hidden)
        // y2 = relu(y1 . d2) and z = tanh(y1 . p3 + y2 . d3).
        multiply(values + hidden, 2 * hidden, hidden, texts, weights.dense[2], adding: false, values, 2 * size, in: work)
        kernels.call.rectify(values, 2 * size, work.zeros, 0, texts, size)
        multiply(values, 2 * size, size, texts, weights.dense[3], adding: true, values + size, 2 * size, in: work)
        return (0..<texts).map { unit(values + $0 * 2 * size + size) }
    }

    /// The layer normalisation's gain and offset, which are the same for all tokens, applied to their sums.
    private func scaleSums(_ counts: [Int], in work: borrowing Workspace) {
        for (text, count) in counts.enumerated() {
            let row = work.sums + text * Shape.features
            for i in 0..<Shape.features { row[i] = row[i] * weights.featureGamma[i] + Float(count) * weights.featureBeta[i] }
        }
    }

    /// Multiplies `count` rows of `depth` numbers, `stride` apart, by a matrix. The rows are copied first, so the product may take their place.
    private func multiply(
        _ rows: UnsafePointer<Float>, _ stride: Int, _ depth: Int, _ count: Int, _ matrix: VectorMatrix, adding: Bool,
        _ output: UnsafeMutablePointer<Float>, _ outputStride: Int, in work: borrowing Workspace
    ) {
        let length = Int(VectorBlockLength)
        let blocks = (depth + length - 1) / length
        for row in 0..<count {
            let input = work.inputs + row * blocks * length
            input.update(from: rows + row * stride, count: depth)
            (input + depth).initialize(repeating: 0, count: blocks * length - depth)
        }
        kernels.call.quantise(work.inputs, count * blocks, work.inputNumbers)
        withUnsafePointer(to: matrix) {
            kernels.call.multiply(work.inputNumbers, blocks, count, $0, adding ? nil : UnsafePointer(work.zeros), output, outputStride)
        }
    }

    /// The hyperbolic tangents of 512 numbers, as a vector of unit length.
    private func unit(_ row: UnsafePointer<Float>) -> [Float] {
        let vector = (0..<Shape.dimension).map { tanhf(row[$0]) }
        let length = max(kernels.call.dot(vector, vector, Shape.dimension), epsilon).squareRoot()
        return vector.map { $0 / length }
    }
}
