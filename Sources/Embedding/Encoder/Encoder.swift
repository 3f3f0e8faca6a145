import CVectorMath

/// The forward pass of universal-sentence-encoder-multilingual v3: a deep averaging network over the tokens' vectors and three branches
/// of convolutions over two, three and five tokens (Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval",
/// ACL 2020).
///
/// What depends on a token alone, the projection and its part of each window of the first layer, is computed once for each distinct token
/// of a tile: two thirds of the work, for half as many rows.
///
/// `@unchecked Sendable`: the weights lie in the pack's mapping, which is never written and which `pack` keeps.
struct Encoder: @unchecked Sendable {
    private let pack: ModelPack
    private let weights: EncoderWeights
    private let table: TokenTable
    private let rows: TokenCache
    private let kernels: Kernels
    private let epsilon: Float

    /// - Parameter rows: The token table's rows.
    init(pack: ModelPack, rows: TokenCache, kernels: Kernels) throws {
        self.pack = pack
        table = pack.table
        self.rows = rows
        self.kernels = kernels
        weights = try EncoderWeights(pack)
        epsilon = pack.info.epsilon
    }

    /// The vectors of some texts, each of unit length, and each the same whatever texts it comes with.
    /// - Parameter texts: Each text's pieces between the marks of beginning and end.
    /// - Throws: `Problem` when the token table cannot be read.
    func encode(_ texts: [[UInt32]], in work: borrowing Workspace) throws -> [[Float]] {
        var vectors: [[Float]] = []
        vectors.reserveCapacity(texts.count)
        let dense = DenseLayers(weights: weights, kernels: kernels, epsilon: epsilon)
        for start in stride(from: 0, to: texts.count, by: work.texts) {
            let group = texts[start..<min(start + work.texts, texts.count)]
            work.sums.initialize(repeating: 0, count: group.count * Shape.features)
            for tile in TilePlan(lengths: group.map(\.count), rows: work.rows).tiles {
                try computeFeatures(of: tile, texts: group, in: work)
                for run in tile.runs {
                    kernels.call.addNormalised(
                        work.features + run.countedRow * Shape.features, Shape.features, run.counted.count, Shape.features, epsilon,
                        work.sums + run.text * Shape.features)
                }
            }
            vectors += dense.vectors(ofTexts: group.map(\.count), in: work)
        }
        return vectors
    }

    /// Fills `work.features` for the rows of a tile's runs.
    private func computeFeatures(of tile: TilePlan.Tile, texts: ArraySlice<[UInt32]>, in work: borrowing Workspace) throws {
        let distinct = number(tile, texts: texts, in: work)
        try project(distinct, in: work)
        for run in tile.runs {
            for row in run.row..<(run.row + run.tokens.count) {
                (work.features + row * Shape.features).update(
                    from: work.vectors + Int(work.index[row]) * Shape.dimension, count: Shape.dimension)
            }
        }
        for (place, branch) in weights.branches.enumerated() {
            computeFirstLayer(of: branch, place, distinct: distinct.count, tile, in: work)
            computeSecondLayer(of: branch, place, rows: tile.rows, in: work)
        }
    }

    /// Gives each row the number of its token among the tile's distinct ones, which are returned; 0 to empty rows.
    private func number(_ tile: TilePlan.Tile, texts: ArraySlice<[UInt32]>, in work: borrowing Workspace) -> [UInt32] {
        var numbering = TokenNumbering(capacity: tile.rows)
        work.index.initialize(repeating: 0, count: tile.rows)
        for run in tile.runs {
            let tokens = texts[texts.startIndex + run.text][run.tokens].map { Int($0) < table.rows ? $0 : UnigramTokenizer.unknown }
            for (row, number) in numbering.numbers(of: tokens[...]).enumerated() { work.index[run.row + row] = 1 + number }
        }
        return numbering.tokens
    }

    /// The distinct tokens' vectors, and their projections for all branches, normalised.
    private func project(_ distinct: [UInt32], in work: borrowing Workspace) throws {
        let call = kernels.call
        let width = 3 * Shape.branch
        let blocks = Shape.dimension / Int(VectorBlockLength)
        try rows.read(distinct[...], into: work.stored, else: table.read)
        let vectors = work.vectors + Shape.dimension
        for (row, token) in distinct.enumerated() {
            table.dequantise(
                token, work.stored + row * TokenRow.length, minus: work.zeros, into: vectors + row * Shape.dimension, with: kernels)
        }
        call.quantise(vectors, distinct.count * blocks, work.tokens)
        work.projected.initialize(repeating: 0, count: width)
        let projected = work.projected + width
        withUnsafePointer(to: weights.projection) {
            call.multiply(work.tokens, blocks, distinct.count, $0, weights.projectionBias, projected, width)
        }
        call.normalise(projected, width, distinct.count, width, weights.projectionGamma, weights.projectionBeta, epsilon)
        call.quantise(projected, distinct.count * 3, work.tokens)
    }

    /// A branch's first layer for all rows, in `work.inner`; zeros in empty rows.
    private func computeFirstLayer(
        of branch: EncoderWeights.Branch, _ place: Int, distinct: Int, _ tile: TilePlan.Tile, in work: borrowing Workspace
    ) {
        let call = kernels.call
        let (width, gap) = (Shape.branch, TilePlan.gap)
        let all = branch.order * width
        work.parts.initialize(repeating: 0, count: all)
        for (part, matrix) in branch.first.enumerated() {
            withUnsafePointer(to: matrix) {
                call.multiply(work.tokens.block(place), 3, distinct, $0, work.zeros, work.parts + all + part * width, all)
            }
        }
        call.gather(
            work.parts, work.index + gap - branch.left, tile.rows - 2 * gap, branch.order, branch.left, branch.firstBias,
            work.projected + place * width, 3 * width, width, work.inner + gap * width)
        for row in 0..<tile.rows where work.index[row] == 0 { (work.inner + row * width).initialize(repeating: 0, count: width) }
        call.quantise(work.inner, tile.rows, work.innerNumbers)
    }

    /// A branch's second layer, the branch's part of the features.
    private func computeSecondLayer(of branch: EncoderWeights.Branch, _ place: Int, rows: Int, in work: borrowing Workspace) {
        let call = kernels.call
        let (width, gap) = (Shape.branch, TilePlan.gap)
        let output = work.features + gap * Shape.features + Shape.dimension + place * width
        // A token's window is `order` rows that follow one another, so the windows are a matrix with overlapping rows.
        withUnsafePointer(to: branch.second) {
            call.multiply(work.innerNumbers.block(gap - branch.left), 1, rows - 2 * gap, $0, branch.secondBias, output, Shape.features)
        }
        call.rectify(output, Shape.features, work.inner + gap * width, width, rows - 2 * gap, width)
    }
}

extension VectorRows {
    /// The rows from a block on.
    func block(_ number: Int) -> VectorRows {
        VectorRows(values: values + number * Int(VectorBlockLength), scales: scales + number)
    }
}
