/// The parts of a pack. The order is the order in the file; the table is last, so that all before it can be mapped as one.
enum PackSection: String, CaseIterable, Sendable {
    case info
    /// The normaliser's double array and its null-terminated replacements, as the SentencePiece model has them.
    case charTrie = "char.trie"
    case charText = "char.text"
    /// Our double array over the vocabulary's UTF-8, and the pieces' log-probabilities.
    case pieceTrie = "piece.trie"
    case pieceScore = "piece.score"
    /// Scale and lowest value of each of the table's 17 chunks; row `id` belongs to chunk `id % 17`.
    case scale = "table.scale"
    case low = "table.low"
    /// The mean of the vocabulary's rows, taken off for late interaction.
    case mean = "table.mean"
    /// The projections of the three convolution branches side by side, and their layer normalisation. This and all that ends in `.w`, `.w1`
    /// or `.w2` and the dense layers are matrices: the columns' scales, then the panels (see `VectorMatrix`).
    case projection = "proj.w"
    case projectionBias = "proj.b"
    case projectionGamma = "proj.gamma"
    case projectionBeta = "proj.beta"
    /// Two convolutions for each branch, of 2, 3 and 5 tokens.
    case first2 = "conv2.w1"
    case firstBias2 = "conv2.b1"
    case second2 = "conv2.w2"
    case secondBias2 = "conv2.b2"
    case first3 = "conv3.w1"
    case firstBias3 = "conv3.b1"
    case second3 = "conv3.w2"
    case secondBias3 = "conv3.b2"
    case first5 = "conv5.w1"
    case firstBias5 = "conv5.b1"
    case second5 = "conv5.w2"
    case secondBias5 = "conv5.b2"
    /// Layer normalisation of a token's 1,280 features, and their projection to 512.
    case featureGamma = "feature.gamma"
    case featureBeta = "feature.beta"
    case feature = "feature.w"
    case featureBias = "feature.b"
    /// The dense layers at the end: `d0 | p1`, `d1`, `d2 | p3` and `d3` of the reference.
    case dense0 = "dense.0"
    case dense1 = "dense.1"
    case dense2 = "dense.2"
    case dense3 = "dense.3"
    /// The quantised token table, row by row: see `TokenRow`.
    case table = "table.rows"

    /// The length that the encoder's shape asks for, in bytes; nil where the content decides.
    func length(_ info: ModelInfo) -> Int? {
        let d = Shape.dimension
        let b = Shape.branch
        return switch self {
        case .info, .charTrie, .charText, .pieceTrie: nil
        case .pieceScore: 4 * info.pieces
        case .scale, .low: 4 * Shape.chunks
        case .mean: 4 * d
        case .projection: Self.matrix(d, 3 * b)
        case .projectionBias, .projectionGamma, .projectionBeta: 4 * 3 * b
        case .first2, .second2: Self.matrix(2 * b, b)
        case .first3, .second3: Self.matrix(3 * b, b)
        case .first5, .second5: Self.matrix(5 * b, b)
        case .firstBias2, .secondBias2, .firstBias3, .secondBias3, .firstBias5, .secondBias5: 4 * b
        case .featureGamma, .featureBeta: 4 * Shape.features
        case .feature: Self.matrix(Shape.features, d)
        case .featureBias: 4 * d
        case .dense0: Self.matrix(d, 2 * Shape.hidden)
        case .dense1: Self.matrix(Shape.hidden, Shape.hidden)
        case .dense2: Self.matrix(Shape.hidden, 2 * d)
        case .dense3: Self.matrix(d, d)
        case .table: info.rows * TokenRow.length
        }
    }

    /// The length of a packed matrix.
    private static func matrix(_ depth: Int, _ columns: Int) -> Int { 4 * columns + depth * columns }
}

/// The encoder's sizes, in numbers.
enum Shape {
    /// A token's vector, and a text's.
    static let dimension = 512
    /// A convolution branch's channels.
    static let branch = 256
    /// A token's features: its own vector and the three branches.
    static let features = dimension + 3 * branch
    /// The dense layers' inner width.
    static let hidden = 320
    /// How many chunks the token table is quantised in.
    static let chunks = 17
}
