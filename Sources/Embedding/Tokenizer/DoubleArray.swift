/// A trie over bytes in one array of 32-bit units, in the layout of S. Yata's darts-clone, which SentencePiece models use for their
/// normaliser; we keep the vocabulary in the same form.
///
/// A unit is a node: bits 0 to 7 are the byte that leads to it, bit 8 says that a key ends here, and bits 10 to 30 are the offset to its
/// children (times 256 where bit 9 is set). A child stands at `(node ^ offset) ^ byte`; the key's value, with bit 31 set, at byte 0.
struct DoubleArray {
    let units: UnsafeBufferPointer<UInt32>

    /// Calls `body` with length and value for each key that the bytes from `start` on begin with, shortest first.
    @inline(__always)
    func forEachPrefix(of bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ body: (_ length: Int, _ value: UInt32) -> Void) {
        guard let root = units.first else { return }
        var node = Self.offset(root)
        var index = start
        while index < bytes.count {
            node ^= Int(bytes[index])
            guard node < units.count else { return }
            let unit = units[node]
            // A value has bit 31 set, so it is never taken for a node, not even for one that byte 0 leads to.
            guard unit & 0x8000_00ff == UInt32(bytes[index]) else { return }
            node ^= Self.offset(unit)
            index += 1
            if unit & 0x100 != 0, node < units.count { body(index - start, units[node] & 0x7fff_ffff) }
        }
    }

    @inline(__always)
    private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }
}
