/// Tells texts that are nearly the same as an earlier one: nine of ten of their runs of three words, or of three tokens, in common (Broder, "On the resemblance
/// and containment of documents", 1997).
struct NearDuplicates {
    /// The runs of the texts that were admitted.
    private var seen: [RunSet] = []

    /// Whether the text is unlike all that were admitted; then it is one of them.
    mutating func admits(_ text: String) -> Bool {
        let words = Words(text)
        return admits(
            words.ranges.map { range in
                // FNV-1a (Fowler, Noll and Vo).
                words.bytes[range].reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
            })
    }

    /// The same for a text's words as numbers; all texts' words must be numbered alike.
    mutating func admits(_ words: some Collection<some UnsignedInteger & FixedWidthInteger>) -> Bool {
        let runs = RunSet(Self.runs(of: words))
        guard !seen.contains(where: { runs.isAlike($0) }) else { return false }
        seen.append(runs)
        return true
    }

    /// The text's runs of three words, as hashes; a shorter text is one run.
    private static func runs(of words: some Collection<some UnsignedInteger & FixedWidthInteger>) -> [UInt64] {
        guard words.count > 3 else { return [words.reduce(0) { mixed($0, UInt64($1)) }] }
        var runs: [UInt64] = []
        runs.reserveCapacity(words.count - 2)
        var (first, second): (UInt64, UInt64) = (0, 0)
        for (place, word) in words.enumerated() {
            let word = UInt64(word)
            if place > 1 { runs.append(mixed(mixed(first, second), word)) }
            (first, second) = (second, word)
        }
        return runs
    }

    /// A hash of two in their order.
    private static func mixed(_ one: UInt64, _ next: UInt64) -> UInt64 {
        (one &* 0x9E37_79B9_7F4A_7C15) ^ (next &+ one >> 29)
    }
}
