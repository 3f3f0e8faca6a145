/// The encoder's scratch memory: enough for a tile of tokens, reused from text to text, one for each thread that computes.
///
/// Its size does not depend on the text's: longer texts go through it tile by tile.
struct Workspace: ~Copyable {
    /// Tokens of a tile.
    static let tile = 128
    /// How far a token's features reach: two layers of convolutions over two neighbours to each side.
    static let reach = 4
    /// Rows of zeros before the first and after the last token, where windows reach beyond the text.
    static let margin = 2
    private static let rows = tile + 2 * reach

    /// The features of each token: its own vector and the three branches.
    let features: UnsafeMutablePointer<Float>
    /// The projections that the branches begin with.
    let projected: UnsafeMutablePointer<Float>
    /// A branch's input and its first layer's output, contiguous, with margins; the pointers are to the first token's row.
    let input: UnsafeMutablePointer<Float>
    let inner: UnsafeMutablePointer<Float>
    /// Sums and the dense layers' values.
    let sum: UnsafeMutablePointer<Float>
    let pooled: UnsafeMutablePointer<Float>
    let hidden: UnsafeMutablePointer<Float>
    let output: UnsafeMutablePointer<Float>
    /// 512 zeros and more: the bias of layers without one, and what is taken off a token's vector for the encoder.
    let zeros: UnsafeMutablePointer<Float>
    private let memory: UnsafeMutableRawPointer

    init() {
        let margins = (Self.rows + 2 * Self.margin) * Shape.branch
        let sizes = [
            Self.rows * Shape.features, Self.rows * 3 * Shape.branch, margins, margins,
            Shape.features, Shape.dimension, 2 * Shape.hidden, 2 * Shape.dimension, 2 * Shape.dimension,
        ]
        let total = sizes.reduce(0, +)
        memory = .allocate(byteCount: 4 * total, alignment: 64)
        let all = memory.bindMemory(to: Float.self, capacity: total)
        var parts: [UnsafeMutablePointer<Float>] = []
        var next = all
        for size in sizes {
            parts.append(next)
            next += size
        }
        features = parts[0]
        projected = parts[1]
        input = parts[2] + Self.margin * Shape.branch
        inner = parts[3] + Self.margin * Shape.branch
        sum = parts[4]
        pooled = parts[5]
        hidden = parts[6]
        output = parts[7]
        zeros = parts[8]
        zeros.initialize(repeating: 0, count: 2 * Shape.dimension)
    }

    deinit { memory.deallocate() }
}
