import CVectorMath

/// The encoder's scratch memory: enough for a tile of tokens, used again from tile to tile by one thread.
///
/// Its size does not depend on the texts': longer ones go through it piece by piece. What is not used of it takes no memory.
struct Workspace: ~Copyable {
    /// Rows of a tile.
    let rows: Int
    /// Texts whose last layers are computed at once.
    let texts: Int
    /// The distinct tokens of a tile, numbered from 1; 0 is the empty row.
    let stored: UnsafeMutablePointer<UInt8>
    let vectors: UnsafeMutablePointer<Float>
    let projected: UnsafeMutablePointer<Float>
    /// What each distinct token adds to the first layer of a branch, for each place in a window.
    let parts: UnsafeMutablePointer<Float>
    /// Vectors, then projections, as whole numbers.
    let tokens: VectorRows
    /// A branch's first layer, row by row, and as whole numbers.
    let inner: UnsafeMutablePointer<Float>
    let innerNumbers: VectorRows
    /// The features of each row: its own vector and the three branches.
    let features: UnsafeMutablePointer<Float>
    /// The distinct token of each row.
    let index: UnsafeMutablePointer<UInt32>
    /// The sums of each text's features, and the last layers' values and inputs.
    let sums: UnsafeMutablePointer<Float>
    let values: UnsafeMutablePointer<Float>
    let inputs: UnsafeMutablePointer<Float>
    let inputNumbers: VectorRows
    /// 1,280 zeros.
    let zeros: UnsafeMutablePointer<Float>
    private let memory: UnsafeMutableRawPointer

    init(rows: Int, texts: Int) {
        self.rows = rows
        self.texts = texts
        let (block, distinct) = (Int(VectorBlockLength), rows + 1)
        let lengths = [
            TokenRow.length * distinct, 4 * Shape.dimension * distinct, 4 * 3 * Shape.branch * distinct, 4 * 5 * Shape.branch * distinct,
            2 * 3 * block * distinct, 4 * 3 * distinct, 4 * Shape.branch * rows, 2 * block * rows, 4 * rows, 4 * Shape.features * rows,
            4 * rows, 4 * Shape.features * texts, 4 * 2 * Shape.dimension * texts, 4 * Shape.features * texts, 2 * Shape.features * texts,
            4 * Shape.features / block * texts, 4 * Shape.features,
        ].map { ($0 + 63) / 64 * 64 }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: lengths.reduce(0, +), alignment: 64)
        self.memory = memory
        var next = memory
        var rest = lengths[...]
        func part<Number>(_ type: Number.Type = Number.self) -> UnsafeMutablePointer<Number> {
            let length = rest.popFirst() ?? 0
            defer { next += length }
            return next.bindMemory(to: Number.self, capacity: length / MemoryLayout<Number>.stride)
        }
        stored = part()
        vectors = part()
        projected = part()
        parts = part()
        tokens = VectorRows(values: part(), scales: part())
        inner = part()
        innerNumbers = VectorRows(values: part(), scales: part())
        features = part()
        index = part()
        sums = part()
        values = part()
        inputs = part()
        inputNumbers = VectorRows(values: part(), scales: part())
        zeros = part()
        zeros.initialize(repeating: 0, count: Shape.features)
    }

    deinit { memory.deallocate() }
}
