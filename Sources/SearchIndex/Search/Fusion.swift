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
