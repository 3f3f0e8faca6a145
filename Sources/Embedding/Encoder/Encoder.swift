import CVectorMath

#if canImport(Glibc)
    import Glibc
#endif

/// The forward pass of universal-sentence-encoder-multilingual v3: a deep averaging network over the tokens' vectors and three branches
/// of convolutions over two, three and five tokens (Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval",
/// ACL 2020).
///
/// `@unchecked Sendable`: weights and table lie in the pack's mapping, which is never written and which `pack` keeps.
struct Encoder: @unchecked Sendable {
    private let pack: ModelPack
    private let weights: EncoderWeights
    private let table: TokenTable
    private let kernels: Kernels
    private let epsilon: Float

    init(pack: ModelPack, kernels: Kernels) throws {
        self.pack = pack
        self.kernels = kernels
        weights = try EncoderWeights(pack)
        table = pack.table
        epsilon = pack.info.epsilon
    }

    /// The vector of a text, of unit length.
    /// - Parameter tokens: The text's pieces between the marks of beginning and end.
    /// - Throws: `Problem` when the token table cannot be read.
    func encode(_ tokens: [UInt32], in work: borrowing Workspace) throws -> [Float] {
        work.sum.initialize(repeating: 0, count: Shape.features)
        var start = 0
        while start < tokens.count {
            let end = min(start + Workspace.tile, tokens.count)
            // Neighbours beyond the tile are computed with it, so that every window within it sees what it would in one pass.
            let around = max(start - Workspace.reach, 0)..<min(end + Workspace.reach, tokens.count)
            try features(of: tokens[around], in: work)
            kernels.call.sum(
                work.features + (start - around.lowerBound) * Shape.features, Shape.features, end - start, Shape.features, work.sum)
            start = end
        }
        return vector(ofTokens: tokens.count, in: work)
    }

    /// Fills `work.features` for a run of tokens, normalised.
    private func features(of tokens: ArraySlice<UInt32>, in work: borrowing Workspace) throws {
        let call = kernels.call
        let count = tokens.count
        let width = Shape.branch
        for (row, token) in tokens.enumerated() {
            let known = Int(token) < table.rows ? token : UnigramTokenizer.unknown
            try table.read(known, minus: work.zeros, into: work.features + row * Shape.features, with: kernels)
        }
        call.multiply(
            work.features, Shape.features, count, Shape.dimension, weights.projection, 3 * width, weights.projectionBias, work.projected, 3 * width)
        call.normalise(work.projected, 3 * width, count, 3 * width, weights.projectionGamma, weights.projectionBeta, epsilon)
        for (index, branch) in weights.branches.enumerated() {
            let output = work.features + Shape.dimension + index * width
            for row in 0..<count {
                (work.input + row * width).update(from: work.projected + row * 3 * width + index * width, count: width)
            }
            for padded in [work.input, work.inner] { clearMargins(of: padded, rows: count) }
            // A token's window is `order` rows that follow one another, so the windows are a matrix with overlapping rows.
            let before = branch.left * width
            let depth = branch.order * width
            call.multiply(work.input - before, width, count, depth, branch.first, width, branch.firstBias, work.inner, width)
            call.rectify(work.inner, width, work.input, width, count, width)
            call.multiply(work.inner - before, width, count, depth, branch.second, width, branch.secondBias, output, Shape.features)
            call.rectify(output, Shape.features, work.inner, width, count, width)
        }
        call.normalise(work.features, Shape.features, count, Shape.features, weights.featureGamma, weights.featureBeta, epsilon)
    }

    private func clearMargins(of matrix: UnsafeMutablePointer<Float>, rows: Int) {
        let margin = Workspace.margin * Shape.branch
        (matrix - margin).initialize(repeating: 0, count: margin)
        (matrix + rows * Shape.branch).initialize(repeating: 0, count: margin)
    }

    /// The dense layers, on the sum of the tokens' features. The sum is taken before the projection, which is linear, so that this
    /// multiplies one row and not one for each token.
    private func vector(ofTokens count: Int, in work: borrowing Workspace) -> [Float] {
        let call = kernels.call
        let hidden = Shape.hidden
        let size = Shape.dimension
        call.multiply(work.sum, 0, 1, Shape.features, weights.feature, size, work.zeros, work.pooled, size)
        for i in 0..<size { work.pooled[i] = (work.pooled[i] + Float(count) * weights.featureBias[i]) / Float(count).squareRoot() }
        // y0 = relu(pooled . d0) and y1 = relu(pooled . p1 + y0 . d1); the first product gives both of pooled's.
        let (y0, y1) = (work.hidden, work.hidden + hidden)
        call.multiply(work.pooled, 0, 1, size, weights.dense[0], 2 * hidden, work.zeros, y0, 2 * hidden)
        call.rectify(y0, 0, work.zeros, 0, 1, hidden)
        call.multiply(y0, 0, 1, hidden, weights.dense[1], hidden, nil, y1, hidden)
        call.rectify(y1, 0, work.zeros, 0, 1, hidden)
        // y2 = relu(y1 . d2) and z = tanh(y1 . p3 + y2 . d3).
        let (y2, z) = (work.output, work.output + size)
        call.multiply(y1, 0, 1, hidden, weights.dense[2], 2 * size, work.zeros, y2, 2 * size)
        call.rectify(y2, 0, work.zeros, 0, 1, size)
        call.multiply(y2, 0, 1, size, weights.dense[3], size, nil, z, size)
        let vector = (0..<size).map { tanhf(z[$0]) }
        let length = max(call.dot(vector, vector, size), epsilon).squareRoot()
        return vector.map { $0 / length }
    }
}
