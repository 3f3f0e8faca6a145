/// What happens while a question is answered, in this order: `retrieved`, any number of `text`, `finished`.
package enum AnswerEvent: Sendable, Equatable {
    /// The passages that the answer will rest on.
    case retrieved(Retrieval)
    /// The next piece of the answer.
    case text(String)
    /// The end: the whole answer with its sources.
    case finished(Answer)
}

/// A complete answer.
package struct Answer: Sendable, Equatable, Codable {
    /// How the text came about.
    package enum Kind: Sendable, Equatable, Codable {
        /// Written by this language model.
        case model(String)
        /// The best passages themselves, since no language model is set up or none could be reached.
        case extracts
        /// No passage bears on the question.
        case nothingFound
    }

    package var text: String
    package var kind: Kind
    /// Only the sources that the text cites, by their number in it.
    package var sources: [CitedSource]
    /// The manifest revision of the index behind it.
    package var revision: String
    /// `es`, `pt` or `en`: the question's language, for the fixed texts around the answer.
    package var language: Language
    /// Whether it was written to its end, neither broken off nor cut at the greatest length.
    package var isWhole: Bool

    package init(text: String, kind: Kind, sources: [CitedSource], revision: String, language: Language, isWhole: Bool = true) {
        self.text = text
        self.kind = kind
        self.sources = sources
        self.revision = revision
        self.language = language
        self.isWhole = isWhole
    }
}

/// A source under an answer.
package struct CitedSource: Sendable, Equatable, Codable {
    /// The number that cites it in the text: `[1]`.
    package var number: Int
    package var passage: Passage

    package init(number: Int, passage: Passage) {
        self.number = number
        self.passage = passage
    }
}

/// The languages in which fixed texts exist.
package enum Language: String, Sendable, CaseIterable, Codable {
    case spanish = "es"
    case portuguese = "pt"
    case english = "en"
}
