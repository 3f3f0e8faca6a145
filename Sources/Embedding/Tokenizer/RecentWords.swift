/// The pieces of words that came a short while ago: most of a text are words that come again. It takes two megabytes and serves one thread.
///
/// A word has two places, by its bytes; of the words there the one that came longest ago gives way. So nine of ten words of a collection are
/// remembered. Words of more than 31 bytes or 7 pieces are not kept.
struct RecentWords {
    private struct Place {
        /// The word's bytes, and last how many there are.
        var word = SIMD32<UInt8>()
        /// Its pieces, and last how many there are.
        var pieces = SIMD8<UInt32>()
    }

    /// Two after two, the one that came later first.
    private var places = [Place](repeating: Place(), count: 2 << 14)

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
        let first = Self.place(of: key)
        if places[first].word != key {
            if places[first + 1].word == key {
                places.swapAt(first, first + 1)
            } else {
                let found = cut(word)
                guard found.count < 8 else {
                    pieces += found
                    return
                }
                places[first + 1] = places[first]
                places[first] = Self.entry(key, found)
            }
        }
        let known = places[first].pieces
        for index in 0..<Int(known[7]) { pieces.append(known[index]) }
    }

    private static func entry(_ key: SIMD32<UInt8>, _ pieces: [UInt32]) -> Place {
        var place = Place(word: key)
        for (index, piece) in pieces.enumerated() { place.pieces[index] = piece }
        place.pieces[7] = UInt32(pieces.count)
        return place
    }

    /// Words that meet only cost each other their places, so any mixing will do.
    private static func place(of key: SIMD32<UInt8>) -> Int {
        let parts = unsafeBitCast(key, to: SIMD4<UInt64>.self)
        var hash: UInt64 = 0
        for index in 0..<4 {
            hash = (hash ^ parts[index]) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
        }
        return Int(hash >> 50) * 2
    }
}
