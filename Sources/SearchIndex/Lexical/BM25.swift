#if canImport(Glibc)
    import Glibc
#endif

/// Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over posting lists.
struct BM25: Sendable {
    /// How much a term's further occurrences count.
    let saturation: Float
    /// How much a text's length counts.
    static let lengthWeight: Float = 0.75

    /// For each chunk what is added to a frequency below the fraction.
    private let norms: [Float]

    init(lengths: [UInt32], saturation: Float) {
        self.saturation = saturation
        let total = lengths.reduce(0.0) { $0 + Double($1) }
        let mean = Float(max(total / Double(max(lengths.count, 1)), 1))
        norms = lengths.map { saturation * (1 - Self.lengthWeight + Self.lengthWeight * Float($0) / mean) }
    }

    var count: Int { norms.count }

    /// The inverse document frequency of a term that so many chunks have.
    static func rarity(of frequency: Int, among count: Int) -> Float {
        Float(log(1 + (Double(max(count - frequency, 0)) + 0.5) / (Double(frequency) + 0.5)))
    }

    /// Adds a term's part to the chunks' scores.
    func add(_ list: UnsafeRawBufferPointer, weight: Float, to scores: inout [Float]) {
        let weight = weight * (saturation + 1)
        norms.withUnsafeBufferPointer { norms in
            scores.withUnsafeMutableBufferPointer { scores in
                PostingList.forEach(list) { chunk, frequency in
                    guard chunk >= 0, chunk < norms.count else { return }
                    let frequency = Float(frequency)
                    scores[chunk] += weight * frequency / (frequency + norms[chunk])
                }
            }
        }
    }
}
