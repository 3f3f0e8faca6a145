import CVectorMath

/// A row of the token table as it stands in a pack.
///
///     384 bytes  512 numbers of six bits, in the order that the kernel `unpack` undoes
///     1 byte     what all numbers are counted from
///     3 bytes    zeros
///
/// The published table has a byte for each number, but no row of it spans more than 64 values; so this loses nothing.
enum TokenRow {
    /// Bytes of a row.
    static let length = Int(VectorTokenBytes) + 4
    private static let baseOffset = Int(VectorTokenBytes)

    /// Writes the published row's 512 bytes to `row`.
    /// - Returns: Whether they span no more than 64 values.
    static func write(_ numbers: UnsafePointer<UInt8>, to row: UnsafeMutablePointer<UInt8>) -> Bool {
        (row + baseOffset).initialize(repeating: 0, count: length - baseOffset)
        guard let base = UInt8(exactly: VectorPackToken(numbers, row)) else { return false }
        row[baseOffset] = base
        return true
    }

    /// What the row's numbers are counted from.
    static func base(of row: UnsafePointer<UInt8>) -> Int { Int(row[baseOffset]) }
}
