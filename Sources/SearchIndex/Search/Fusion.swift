/// The arms' scores made comparable and added up.
///
/// Ranks alone would give a weak arm as much say as a strong one, and raw scores have no common measure; so each arm's scores are counted
/// in standard deviations from their mean, over the chunks that the arm itself puts first.
enum Fusion {
    static let fragment = 0.25
    static let interaction = 0.5
    /// Below this cosine two texts have nothing to do with one another.
    static let unrelated: Float = 0.08

    /// The say of the words: all of it where the chunks have them, less where the question is in another language than theirs and only
    /// names and numbers are found.
    /// - Parameter found: The share of the question's weight that the best chunk has; its words are never all in their likeliest form, so
    ///   much less than all counts as all.
    static func lexical(found: Double) -> Double {
        0.2 * min(1, found / 0.4)
    }

    /// The say of the vectors: the less of the question's words any chunk has, the more.
    static func dense(found: Double) -> Double {
        0.25 + 0.15 * max(0, 1 - found / 0.25)
    }

    /// Mean and standard deviation of an arm's scores.
    struct Scale {
        var mean = 0.0
        var deviation = 0.0

        init(_ scores: some Collection<Float>) {
            guard !scores.isEmpty else { return }
            mean = scores.reduce(0) { $0 + Double($1) } / Double(scores.count)
            deviation = (scores.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(scores.count)).squareRoot()
        }

        /// How far from the mean, in deviations; 0 where all are alike.
        func standing(_ score: Float) -> Double {
            deviation > 1e-9 ? (Double(score) - mean) / deviation : 0
        }
    }
}

/// The places of the highest scores, highest first, those of zero left out; equal scores in the order of their places.
func places(ofHighest wanted: Int, in scores: [Float]) -> [Int] {
    guard wanted > 0 else { return [] }
    var kept: [(score: Float, place: Int)] = []
    kept.reserveCapacity(2 * wanted)
    var floor: Float = 0
    func cut() {
        kept.sort { $0.score != $1.score ? $0.score > $1.score : $0.place < $1.place }
        if kept.count > wanted { kept.removeLast(kept.count - wanted) }
        if kept.count == wanted, let last = kept.last { floor = last.score }
    }
    for (place, score) in scores.enumerated() where score > floor {
        kept.append((score, place))
        if kept.count == 2 * wanted { cut() }
    }
    cut()
    return kept.map(\.place)
}
