/// What is searched for.
package struct SearchQuery: Sendable {
    package var text: String
    /// The question's vector; nil searches by words alone.
    package var vector: [Float]?
    /// How many hits are wanted.
    package var top: Int
    /// Compares the best candidates with the question token by token; nil leaves them in the order of the other scores.
    package var interaction: LateInteraction?
    /// Whether laws and articles that the text names lead straight to their chunks.
    package var usesLabels: Bool

    package init(text: String, vector: [Float]?, top: Int, interaction: LateInteraction? = nil, usesLabels: Bool = true) {
        self.text = text
        self.vector = vector
        self.top = top
        self.interaction = interaction
        self.usesLabels = usesLabels
    }
}

/// A model's comparison of a question with passages token by token, as the one who searches hands it in: this module knows no model.
package struct LateInteraction: Sendable {
    /// Names the tokenizer; stored tokens of another are not used.
    package var tokenizer: String
    /// A text's token numbers.
    package var tokens: @Sendable (String) -> [UInt32]
    /// How little each token is to be expected in any text, in any language; 0 for the most frequent ones.
    package var surprise: @Sendable ([UInt32]) -> [Float]
    /// A score for each passage, from the question's tokens, a weight for each of them, and the passages' tokens.
    package var scores: @Sendable (_ question: [UInt32], _ weights: [Float], _ passages: [PassageTokens]) -> [Float]

    package init(
        tokenizer: String, tokens: @escaping @Sendable (String) -> [UInt32], surprise: @escaping @Sendable ([UInt32]) -> [Float],
        scores: @escaping @Sendable (_ question: [UInt32], _ weights: [Float], _ passages: [PassageTokens]) -> [Float]
    ) {
        self.tokenizer = tokenizer
        self.tokens = tokens
        self.surprise = surprise
        self.scores = scores
    }
}

/// A chunk's token numbers in order.
package struct PassageTokens: Sendable {
    /// Those of its title and headings.
    package var heading: ArraySlice<UInt32>
    package var text: ArraySlice<UInt32>
}

/// A chunk that was found.
package struct SearchHit: Sendable, Equatable {
    /// The chunk's number.
    package var chunk: Int
    /// The fused score: higher is better; comparable within one answer only.
    package var score: Double
    /// What each arm gave to the score, by its name (`lexical`, `fragment`, `dense`, `interaction`, `label`).
    package var arms: [String: Double]
    /// How likely the chunk answers the question, 0 to 1; nil where the index's model was not measured for it.
    package var relevance: Double?

    package init(chunk: Int, score: Double, arms: [String: Double], relevance: Double? = nil) {
        self.chunk = chunk
        self.score = score
        self.arms = arms
        self.relevance = relevance
    }
}
