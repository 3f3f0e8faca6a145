import CVectorMath

/// The model's input table: a vector of bytes for each token, with a scale and a lowest value for each of 17 chunks of the vocabulary.
///
/// Rows are read from the file, not mapped. A row costs well under a microsecond, as a page fault would, but the fault would also
/// bring its sixteen neighbours into the process for good; so after many questions the whole table would count as its memory.
struct TokenTable: Sendable {
    private let file: MappedFile
    private let path: String
    private let offset: Int
    /// How many rows there are; a token's number is below.
    let rows: Int
    // Views into the pack's mapping, which `file` keeps.
    private nonisolated(unsafe) let scale: UnsafeBufferPointer<Float>
    private nonisolated(unsafe) let low: UnsafeBufferPointer<Float>

    init(file: MappedFile, path: String, offset: Int, rows: Int, scale: UnsafeBufferPointer<Float>, low: UnsafeBufferPointer<Float>) {
        self.file = file
        self.path = path
        self.offset = offset
        self.rows = rows
        self.scale = scale
        self.low = low
    }

    /// Writes the token's vector less `minus` to `output`; both have 512 numbers.
    /// - Throws: `Problem` when the file can no longer be read.
    func read(_ token: UInt32, minus: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, with kernels: Kernels) throws {
        try withUnsafeTemporaryAllocation(byteCount: Shape.dimension, alignment: 64) { row in
            try readBytes(token, into: row)
            guard let bytes = row.bindMemory(to: UInt8.self).baseAddress else { return }
            dequantise(token, bytes, minus: minus, into: output, with: kernels)
        }
    }

    /// Reads the token's row as it stands in the file, 512 bytes.
    func readBytes(_ token: UInt32, into row: UnsafeMutableRawBufferPointer) throws {
        try file.descriptor.read(into: row, at: offset + Int(token) * Shape.dimension, path: path)
    }

    /// Turns the token's row into numbers, less `minus`.
    func dequantise(
        _ token: UInt32, _ row: UnsafePointer<UInt8>, minus: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, with kernels: Kernels
    ) {
        let chunk = Int(token) % Shape.chunks
        kernels.call.dequantise(row, scale[chunk], low[chunk], minus, output, Shape.dimension)
    }
}
