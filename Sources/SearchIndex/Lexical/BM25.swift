#if canImport(Glibc)
    import Glibc
#endif

/// Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over posting lists.
struct BM25: Sendable {
    /// How much a term's further occurrences count.
    let saturation: Float
    /// How much a text's length counts.
    static let lengthWeight: Float = 0.75

    /// For each chunk its class by length: one of 256, each some two hundredths longer than the one before, so that what a term adds is
    /// looked up and a byte a chunk is all that is kept.
    private let classes: [UInt8]
    /// What a term adds before its weight, by how often it occurs and the chunk's class.
    private let shares: [Float]

    init(lengths: [UInt32], saturation: Float) {
        self.saturation = saturation
        let mean = max(lengths.reduce(0.0) { $0 + Double($1) } / Double(max(lengths.count, 1)), 1)
        let least = Double(1 - Self.lengthWeight)
        // How much longer or shorter than the mean counts, from `least` on in equal ratios.
        let relative = lengths.map { least + Double(Self.lengthWeight) * Double($0) / mean }
        let step = max(log((relative.max() ?? 1) / least) / 255, 1e-6)
        classes = relative.map { UInt8(clamping: Int((log($0 / least) / step).rounded())) }
        shares = (0...PostingList.mostFrequent).flatMap { frequency in
            (0..<256).map { place in
                let frequency = Float(frequency)
                return frequency * (saturation + 1) / (frequency + saturation * Float(least * exp(Double(place) * step)))
            }
        }
    }

    /// The inverse document frequency of a term that so many chunks have.
    static func rarity(of frequency: Int, among count: Int) -> Float {
        Float(log(1 + (Double(max(count - frequency, 0)) + 0.5) / (Double(frequency) + 0.5)))
    }

    /// Adds a term's part to the chunks' scores.
    func add(_ list: UnsafeRawBufferPointer, weight: Float, to scores: inout [Float]) {
        classes.withUnsafeBufferPointer { classes in
            shares.withUnsafeBufferPointer { shares in
                scores.withUnsafeMutableBufferPointer { scores in
                    PostingList.forEach(list) { chunk, frequency in
                        guard chunk >= 0, chunk < classes.count else { return }
                        scores[chunk] += weight * shares[frequency << 8 | Int(classes[chunk])]
                    }
                }
            }
        }
    }
}
