/// Tells texts that are nearly the same as an earlier one: nine of ten of their runs of three words, or of three tokens, in common (Broder, "On the resemblance
/// and containment of documents", 1997).
struct NearDuplicates {
    /// The runs of each text that was admitted: their hashes in order, each once.
    private var seen: [[UInt64]] = []

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
    mutating func admits(_ words: [UInt64]) -> Bool {
        let runs = Self.runs(of: words)
        guard !seen.contains(where: { Self.areAlike(runs, $0) }) else { return false }
        seen.append(runs)
        return true
    }

    private static let limit = 0.9

    private static func areAlike(_ one: [UInt64], _ other: [UInt64]) -> Bool {
        // Sets of too different size cannot have as much in common.
        guard Double(min(one.count, other.count)) >= limit * Double(max(one.count, other.count)) else { return false }
        var common = 0
        var (left, right) = (0, 0)
        while left < one.count, right < other.count {
            if one[left] == other[right] { common += 1 }
            let behind = one[left] <= other[right]
            if other[right] <= one[left] { right += 1 }
            if behind { left += 1 }
        }
        return Double(common) >= limit * Double(one.count + other.count - common)
    }

    private static func runs(of hashes: [UInt64]) -> [UInt64] {
        guard hashes.count > 3 else { return [hashes.reduce(0, mixed)] }
        var runs = (0...hashes.count - 3).map { mixed(mixed(hashes[$0], hashes[$0 + 1]), hashes[$0 + 2]) }
        runs.sort()
        var last: UInt64?
        return runs.filter { run in
            defer { last = run }
            return run != last
        }
    }

    /// A hash of two in their order.
    private static func mixed(_ one: UInt64, _ next: UInt64) -> UInt64 {
        (one &* 0x9E37_79B9_7F4A_7C15) ^ (next &+ one >> 29)
    }
}
