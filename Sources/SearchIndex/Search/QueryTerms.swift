/// A question's words as the index knows them.
struct QueryTerms {
    /// The hashes of each word's stems in the three languages, without doubles, and of the word itself for chunks of an unknown language.
    let stems: [[Int64]]
    /// The fragments of its words and how often each occurs.
    let fragments: [UInt32]

    init(_ text: String, stemmers: Stemmers = Stemmers()) {
        let words = Words(text)
        let language = TextLanguage.guess(words, of: text)
        // A question of nothing but stop words is searched for as it is.
        let telling = words.slices.filter { !StopWords.contains($0, in: language) }
        let chosen = telling.isEmpty ? Array(words.slices) : telling
        var seen = Set<ArraySlice<UInt8>>()
        let distinct = chosen.filter { seen.insert($0).inserted }.prefix(Self.limit)
        stems = distinct.map { word in
            word.withUnsafeBytes { word in
                var stems = [TermHash.hash(of: word)]
                for language in TextLanguage.allCases {
                    let stem = stemmers.withStem(of: word, in: language) { TermHash.hash(of: $0) }
                    if !stems.contains(stem) { stems.append(stem) }
                }
                return stems
            }
        }
        var marks: [UInt32] = []
        for word in distinct { Fragments.forEach(in: word) { marks.append($0) } }
        fragments = Array(Set(marks)).sorted()
    }

    /// A longer question says nothing more, and its time stays bounded.
    private static let limit = 64
}
