/// Tells texts that are nearly the same as an earlier one: nine of ten of their runs of three words, or of three tokens, in common (Broder, "On the resemblance
/// and containment of documents", 1997).
struct NearDuplicates {
    /// The texts that were admitted.
    private var seen: [Runs] = []

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
        var runs = Runs(of: words)
        for place in seen.indices where runs.mayBeLike(seen[place]) && runs.areAlike(&seen[place]) { return false }
        seen.append(runs)
        return true
    }
}

/// A text's runs of three words, as hashes.
private struct Runs {
    /// Those of all runs, as they come.
    private let hashes: [UInt64]
    /// The least after each of sixteen mixings. Two texts share about as large a part of these as of their runs (Broder, as above).
    private let least: SIMD16<UInt32>
    /// Each of them once; made when they are first needed.
    private lazy var distinct = RunSet(hashes)

    private static let likeness = 0.9

    init(of words: [UInt64]) {
        hashes =
            words.count > 3
            ? (0...words.count - 3).map { Self.mixed(Self.mixed(words[$0], words[$0 + 1]), words[$0 + 2]) } : [words.reduce(0, Self.mixed)]
        var least = SIMD16<UInt32>(repeating: .max)
        for hash in hashes {
            let mixings = SIMD16(repeating: UInt32(truncatingIfNeeded: hash ^ hash >> 32)) &* Self.factors
            least.replace(with: mixings, where: mixings .< least)
        }
        self.least = least
    }

    /// Whether the exact comparison is worth its time. Two that are alike share fewer than half of the sixteen once in 180,000 times, for then
    /// the binomial distribution has nine of ten for each.
    func mayBeLike(_ other: Runs) -> Bool {
        let shared = SIMD16<UInt32>(repeating: 0).replacing(with: 1, where: least .== other.least)
        return shared.wrappedSum() >= 8
    }

    /// Whether the runs in common are nine of ten of all that either has.
    mutating func areAlike(_ other: inout Runs) -> Bool {
        Self.areAlike(distinct, other.distinct)
    }

    private static func areAlike(_ one: RunSet, _ other: RunSet) -> Bool {
        // Sets of too different size cannot have as much in common.
        guard Double(min(one.count, other.count)) >= likeness * Double(max(one.count, other.count)) else { return false }
        let common = one.common(with: other)
        return Double(common) >= likeness * Double(one.count + other.count - common)
    }

    /// A hash of two in their order.
    private static func mixed(_ one: UInt64, _ next: UInt64) -> UInt64 {
        (one &* 0x9E37_79B9_7F4A_7C15) ^ (next &+ one >> 29)
    }

    /// Odd, so that each mixing orders all numbers anew: Knuth's multiplicative hash and its powers.
    private static let factors = SIMD16<UInt32>(
        (0..<16).map { index in (0..<index).reduce(2_654_435_761 as UInt32) { factor, _ in factor &* 2_654_435_761 } })
}
