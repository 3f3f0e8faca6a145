/// A passage that bears on a question, as it is numbered in the prompt and cited in the answer.
package struct Passage: Sendable, Equatable, Codable {
    /// The chunk's number in its index.
    package var chunk: Int
    package var text: String
    package var title: String?
    package var source: String?
    package var page: Int?
    package var pageEnd: Int?
    package var section: String?
    package var url: String?
    /// The fused score.
    package var score: Double
    /// What each arm gave to it.
    package var arms: [String: Double]
    /// How likely it answers the question, 0 to 1, where that was measured.
    package var relevance: Double?

    package init(
        chunk: Int, text: String, title: String? = nil, source: String? = nil, page: Int? = nil, pageEnd: Int? = nil,
        section: String? = nil, url: String? = nil, score: Double = 0, arms: [String: Double] = [:], relevance: Double? = nil
    ) {
        self.chunk = chunk
        self.text = text
        self.title = title
        self.source = source
        self.page = page
        self.pageEnd = pageEnd
        self.section = section
        self.url = url
        self.score = score
        self.arms = arms
        self.relevance = relevance
    }
}

extension Passage {
    /// The text without a first line that only repeats its heading or title.
    var body: Substring {
        let line = text.prefix { !$0.isNewline }
        let heading = line.drop(while: \.isWhitespace)
        guard !heading.isEmpty, line.count < text.count, title == String(heading) || section?.hasSuffix(heading) == true else { return text[...] }
        return text[line.endIndex...].drop(while: \.isWhitespace)
    }
}

/// The passages for one question, and the index that they are from.
package struct Retrieval: Sendable, Equatable {
    package var passages: [Passage]
    /// The manifest revision of the index that was searched.
    package var revision: String

    package init(passages: [Passage], revision: String) {
        self.passages = passages
        self.revision = revision
    }
}
