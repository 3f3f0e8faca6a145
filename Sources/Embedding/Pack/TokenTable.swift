import CVectorMath

/// The model's input table: a vector for each token, with a scale for each of 17 chunks of the vocabulary.
///
/// Rows are read from the file, not mapped. A row costs well under a microsecond, as a page fault would, but the fault would also
/// bring its sixteen neighbours into the process for good; so after many questions the whole table would count as its memory.
struct TokenTable: Sendable {
    private let file: MappedFile
    private let path: String
    private let offset: Int
    /// How many rows there are; a token's number is below.
    let rows: Int
    private let scales: [TokenScale]

    init(file: MappedFile, path: String, offset: Int, rows: Int, scales: [TokenScale]) {
        self.file = file
        self.path = path
        self.offset = offset
        self.rows = rows
        self.scales = scales
    }

    /// Reads the token's row as it stands in the file, `TokenRow.length` bytes; zeros for a token that the table has no row for.
    /// - Throws: `Problem` when the file can no longer be read.
    func read(_ token: UInt32, into row: UnsafeMutableRawBufferPointer) throws {
        guard Int(token) < rows else {
            row.initializeMemory(as: UInt8.self, repeating: 0)
            return
        }
        try file.descriptor.read(into: row, at: offset + Int(token) * TokenRow.length, path: path)
    }

    /// Turns the token's row into its vector, less `minus`.
    func dequantise(
        _ token: UInt32, _ row: UnsafePointer<UInt8>, minus: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, with kernels: Kernels
    ) {
        let scale = scales[Int(token) % Shape.chunks]
        withUnsafeTemporaryAllocation(of: Int16.self, capacity: Shape.dimension) { numbers in
            guard let numbers = numbers.baseAddress else { return }
            kernels.call.unpack(row, Int32(TokenRow.base(of: row) - scale.zero), numbers)
            kernels.call.dequantise(numbers, scale.scale, scale.rest, minus, output, Shape.dimension)
        }
    }
}
