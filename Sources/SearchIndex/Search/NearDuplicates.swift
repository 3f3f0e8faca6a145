/// Tells texts that are nearly the same as an earlier one: nine of ten of their runs of three words in common (Broder, "On the resemblance
/// and containment of documents", 1997).
struct NearDuplicates {
    private var seen: [Set<Int>] = []

    /// Whether the text is unlike all that were admitted; then it is one of them.
    mutating func admits(_ text: String) -> Bool {
        let shingles = Self.shingles(of: text)
        for other in seen {
            let (small, large) = shingles.count < other.count ? (shingles, other) : (other, shingles)
            // Sets of too different size cannot have as much in common.
            guard Double(small.count) >= Self.limit * Double(large.count) else { continue }
            let common = small.count(where: large.contains)
            if Double(common) >= Self.limit * Double(small.count + large.count - common) { return false }
        }
        seen.append(shingles)
        return true
    }

    private static let limit = 0.9

    private static func shingles(of text: String) -> Set<Int> {
        let words = Array(Words(text).slices)
        guard words.count > 3 else { return [words.hashValue] }
        return Set((0...words.count - 3).map { words[$0..<$0 + 3].hashValue })
    }
}
