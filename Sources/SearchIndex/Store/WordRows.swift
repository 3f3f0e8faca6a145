import GRDB

/// The words' posting lists: a chunk counts for the stems of its words.
struct WordRows {
    /// The words that came since the last run began, so that each is stemmed and looked up among the stop words once.
    private struct Known {
        var words = TermNumbers()
        /// By a word's number its stem's number in `stems`, and whether it is a stop word of any language.
        var facts: [(stem: UInt32, isStopWord: Bool)] = []
    }

    private let stemmers = Stemmers()
    private var stems: PostingsBuilder
    /// By the languages' places in `TextLanguage.allCases`, and last those of texts in none of them.
    private var known = [Known](repeating: Known(), count: TextLanguage.allCases.count + 1)

    /// - Parameter path: A name beside which nothing is kept, in a folder with room for the lists.
    init(beside path: String) {
        stems = PostingsBuilder(table: "word", of: .hashes, beside: path, limit: 1 << 17)
    }

    /// Adds a word of a chunk whose number is not lower than the last.
    /// - Parameter weight: How many times it counts.
    /// - Returns: Whether it is a stop word of any language.
    mutating func append(_ word: UnsafeRawBufferPointer, in language: TextLanguage?, weight: Int, of chunk: Int) -> Bool {
        let place = language.flatMap { TextLanguage.allCases.firstIndex(of: $0) } ?? TextLanguage.allCases.count
        let number = known[place].words.number(of: word)
        if number == known[place].facts.count {
            let stem = stemmers.withStem(of: word, in: language) { stems.number(of: $0) }
            known[place].facts.append((stem, StopWords.contains(ArraySlice(word), in: nil)))
        }
        let fact = known[place].facts[number]
        stems.append(fact.stem, count: weight, of: chunk)
        return fact.isStopWord
    }

    /// Ends a chunk.
    mutating func endChunk(_ chunk: Int) throws {
        guard try stems.endChunk(chunk) else { return }
        for place in known.indices {
            known[place].words.removeAll()
            known[place].facts.removeAll(keepingCapacity: true)
        }
    }

    /// Writes the lists to their table.
    mutating func finish(in db: Database) throws {
        known = []
        try stems.finish(in: db)
    }
}
