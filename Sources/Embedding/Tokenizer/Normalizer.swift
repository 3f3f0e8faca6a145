/// SentencePiece's text normalisation (`nmt_nfkc`): compatibility forms composed, odd spaces made plain, control characters dropped,
/// by the replacements that the model brings; then spaces are collapsed, one put in front, and all written as U+2581.
struct Normalizer {
    private static let space: [UInt8] = [0xe2, 0x96, 0x81]
    private static let blank = UInt8(ascii: " ")

    private let trie: DoubleArray
    /// The replacements, each ended by a zero byte.
    private let replacements: UnsafeBufferPointer<UInt8>

    init(trie: DoubleArray, replacements: UnsafeBufferPointer<UInt8>) {
        self.trie = trie
        self.replacements = replacements
    }

    /// The normalised text as UTF-8; empty for a text of nothing but spaces.
    func normalize(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count + text.count / 2 + 8)
        output += Self.space
        var afterSpace = true
        var index = 0
        while index < text.count {
            var (piece, length) = prefix(of: text, at: index)
            index += length
            if afterSpace { piece = UnsafeBufferPointer(rebasing: piece.drop { $0 == Self.blank }) }
            for byte in piece {
                if byte == Self.blank { output += Self.space } else { output.append(byte) }
            }
            if let last = piece.last { afterSpace = last == Self.blank }
        }
        while output.suffix(3).elementsEqual(Self.space) { output.removeLast(3) }
        return output
    }

    /// Whether U+2581, which stands for a space, begins at this byte.
    @inline(__always)
    static func isSpace(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        text[index] == 0xe2 && index + 2 < text.count && text[index + 1] == 0x96 && text[index + 2] == 0x81
    }

    /// The replacement for the longest key of the trie that stands here, or else the character itself, and how many bytes it covers.
    @inline(__always)
    private func prefix(of text: UnsafeBufferPointer<UInt8>, at index: Int) -> (UnsafeBufferPointer<UInt8>, length: Int) {
        var best = (length: 0, value: 0)
        trie.forEachPrefix(of: text, from: index) { best = ($0, Int($1)) }
        guard best.length > 0, best.value < replacements.count else {
            let length = min(Self.characterLength(text[index]), text.count - index)
            return (UnsafeBufferPointer(rebasing: text[index..<(index + length)]), length)
        }
        let end = replacements[best.value...].firstIndex(of: 0) ?? replacements.count
        return (UnsafeBufferPointer(rebasing: replacements[best.value..<end]), best.length)
    }

    /// How many bytes the character has that begins with this byte of UTF-8.
    @inline(__always)
    static func characterLength(_ first: UInt8) -> Int {
        first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    }
}
