/// The runs of four bytes in a text's words, a mark before and after each word: what misspelt, inflected and kindred words still have in
/// common, across languages too (McNamee and Mayfield, "Character N-Gram Tokenization for European Language Text Retrieval", 2004).
/// Runs of three found much less on the measured sets, and their lists are several times as long.
enum Fragments {
    /// Hands a word's fragments to `body`, each as the number that its bytes make; a shorter word is one fragment.
    @inline(__always)
    static func forEach(in word: some Sequence<UInt8>, _ body: (UInt32) -> Void) {
        var window = mark
        var length = 1
        for byte in word {
            window = window << 8 | UInt32(byte)
            length += 1
            if length >= 4 { body(window) }
        }
        window = window << 8 | mark
        body(window)
    }

    private static let mark = UInt32(UInt8(ascii: "_"))
}
