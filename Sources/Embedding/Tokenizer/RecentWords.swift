/// The pieces of words that came a short while ago: most of a text are words that come again. It takes a megabyte and serves one thread.
///
/// A word has one place, by its bytes, and the last that came holds it. Words of more than 31 bytes or 7 pieces are not kept.
struct RecentWords {
    private struct Place {
        /// The word's bytes, and last how many there are.
        var word = SIMD32<UInt8>()
        /// Its pieces, and last how many there are.
        var pieces = SIMD8<UInt32>()
    }

    private var places = [Place](repeating: Place(), count: 1 << 14)

    /// Adds the pieces of a word to `pieces`: those that are remembered, or else what `cut` makes of it.
    @inline(__always)
    mutating func append(
        _ word: UnsafeBufferPointer<UInt8>, to pieces: inout [UInt32], cut: (UnsafeBufferPointer<UInt8>) -> [UInt32]
    ) {
        guard word.count < 32 else {
            pieces += cut(word)
            return
        }
        var key = SIMD32<UInt8>()
        withUnsafeMutableBytes(of: &key) { $0.copyMemory(from: UnsafeRawBufferPointer(word)) }
        key[31] = UInt8(word.count)
        let place = Self.place(of: key)
        if places[place].word == key {
            let known = places[place].pieces
            for index in 0..<Int(known[7]) { pieces.append(known[index]) }
            return
        }
        let found = cut(word)
        pieces += found
        guard found.count < 8 else { return }
        places[place].word = key
        for (index, piece) in found.enumerated() { places[place].pieces[index] = piece }
        places[place].pieces[7] = UInt32(found.count)
    }

    /// Words that meet only cost each other their place, so any mixing will do.
    private static func place(of key: SIMD32<UInt8>) -> Int {
        let parts = unsafeBitCast(key, to: SIMD4<UInt64>.self)
        var hash: UInt64 = 0
        for index in 0..<4 {
            hash = (hash ^ parts[index]) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
        }
        return Int(hash >> 50)
    }
}
