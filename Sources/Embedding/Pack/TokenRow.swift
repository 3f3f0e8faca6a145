import CVectorMath

/// A row of the token table as it stands in a pack.
///
///     384 bytes  512 numbers of six bits, in the order that the kernel `unpack` undoes
///     4 bytes    a float: what makes the vector's length 1, once the table's mean is taken off; 0 for a vector without direction
///     1 byte     what all numbers are counted from
///     3 bytes    zeros
///
/// The published table has a byte for each number, but no row of it spans more than 64 values; so this loses nothing.
enum TokenRow {
    /// Bytes of a row.
    static let length = Int(VectorTokenBytes) + 8
    private static let factorOffset = Int(VectorTokenBytes)
    private static let baseOffset = Int(VectorTokenBytes) + 4

    /// Writes the published row's 512 bytes to `row`, without a factor.
    /// - Returns: Whether they span no more than 64 values.
    static func write(_ numbers: UnsafePointer<UInt8>, to row: UnsafeMutablePointer<UInt8>) -> Bool {
        (row + factorOffset).initialize(repeating: 0, count: length - factorOffset)
        guard let base = UInt8(exactly: VectorPackToken(numbers, row)) else { return false }
        row[baseOffset] = base
        return true
    }

    /// Writes the factor into a row.
    static func write(factor: Float, to row: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(row).storeBytes(of: factor.bitPattern.littleEndian, toByteOffset: factorOffset, as: UInt32.self)
    }

    /// The row's factor.
    static func factor(of row: UnsafePointer<UInt8>) -> Float {
        Float(bitPattern: UInt32(littleEndian: UnsafeRawPointer(row).loadUnaligned(fromByteOffset: factorOffset, as: UInt32.self)))
    }

    /// What the row's numbers are counted from.
    static func base(of row: UnsafePointer<UInt8>) -> Int { Int(row[baseOffset]) }
}
