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

    /// The candidates best first; equal ones in the order of their chunks.
    static func ranked(_ candidates: some RandomAccessCollection<Candidate>) -> [Candidate] {
        // Of what is sorted, little is moved.
        let keys = candidates.map { (score: $0.score, chunk: $0.chunk) }
        let order = keys.indices.sorted {
            keys[$0].score != keys[$1].score ? keys[$0].score > keys[$1].score : keys[$0].chunk < keys[$1].chunk
        }
        return order.map { candidates[candidates.index(candidates.startIndex, offsetBy: $0)] }
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
