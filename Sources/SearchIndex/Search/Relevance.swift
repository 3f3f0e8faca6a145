#if canImport(Glibc)
    import Glibc
#endif

/// How likely a chunk answers the question: unlike the fused score, which only orders the chunks of one search, it can be held against a
/// threshold.
///
/// A logistic regression on 3,466 questions of four sets in three languages: the first chunk found where it is the right one, against the
/// first one found where the right one had been taken away, and where the questions were of another set altogether, all three weighed
/// alike. It tells right ones from those of another field with an area under the curve of .97, from the next best of the same field .84.
package enum Relevance {
    /// With a best chunk below this there is nothing that answers: so are one in a hundred of the right ones, half of what is found for
    /// questions of another field, and one in six of the next best.
    package static let threshold = 0.09

    /// - Parameters:
    ///   - interaction: The late interaction: the weighted mean of the best cosines in the chunk's best window.
    ///   - cosine: The question's and the chunk's best window's.
    /// - Returns: Between 0 and 1.
    static func probability(interaction: Float, cosine: Float) -> Double {
        1 / (1 + exp(-(13.65 * Double(interaction) + 6.09 * Double(cosine) - 7.45)))
    }
}
