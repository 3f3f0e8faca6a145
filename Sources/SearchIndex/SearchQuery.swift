/// What is searched for.
package struct SearchQuery: Sendable {
    package var text: String
    /// The question's vector; nil searches by words alone.
    package var vector: [Float]?
    /// How many hits are wanted.
    package var top: Int

    package init(text: String, vector: [Float]?, top: Int) {
        self.text = text
        self.vector = vector
        self.top = top
    }
}

/// A chunk that was found.
package struct SearchHit: Sendable, Equatable {
    /// The chunk's number.
    package var chunk: Int
    /// The fused score: higher is better; comparable within one answer only.
    package var score: Double
    /// What each arm gave to the score, by its name (`lexical`, `trigram`, `dense`, `interaction`).
    package var arms: [String: Double]

    package init(chunk: Int, score: Double, arms: [String: Double]) {
        self.chunk = chunk
        self.score = score
        self.arms = arms
    }
}
