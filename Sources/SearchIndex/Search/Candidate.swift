/// A chunk on its way through the search, with what each arm gave to its score.
struct Candidate {
    var chunk: Int
    var score = 0.0
    var lexical = 0.0
    var fragment = 0.0
    /// Nil where the arm was not asked, as those that follow.
    var dense: Double?
    var interaction: Double?
    var label: Double?
    var relevance: Double?

    /// Best first; equal ones in the order of their chunks.
    static func precedes(_ one: Candidate, _ other: Candidate) -> Bool {
        one.score != other.score ? one.score > other.score : one.chunk < other.chunk
    }

    /// What is told to those who asked.
    var hit: SearchHit {
        var arms = ["lexical": lexical, "fragment": fragment]
        arms["dense"] = dense
        arms["interaction"] = interaction
        arms["label"] = label
        return SearchHit(chunk: chunk, score: score, arms: arms, relevance: relevance)
    }
}
