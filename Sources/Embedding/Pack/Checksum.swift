/// A checksum against damage, not against intent: the 64-bit FNV-1a of Fowler, Noll and Vo, fed with little-endian words of eight bytes
/// instead of single ones (the last filled up with zeros), so that a large file takes a moment.
struct Checksum {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Adds bytes; all pieces but the last have a multiple of eight.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        let words = bytes.count / 8
        for index in 0..<words { step(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))) }
        if bytes.count % 8 != 0 { step(bytes[(8 * words)...].reversed().reduce(0) { $0 << 8 | UInt64($1) }) }
    }

    /// The checksum of one array.
    static func of(_ bytes: [UInt8]) -> UInt64 {
        var checksum = Checksum()
        bytes.withUnsafeBytes { checksum.add($0) }
        return checksum.value
    }

    private mutating func step(_ word: UInt64) {
        value = (value ^ word) &* 0x0000_0100_0000_01b3
        // Multiplication carries upward only; folding the high half down lets every bit of a word reach every bit of the sum.
        value ^= value >> 32
    }
}
