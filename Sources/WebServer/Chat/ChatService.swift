/// Answers questions of the local chat page.
package protocol ChatService: Sendable {
    /// The answer as it comes about: `passages`, any number of `text`, one `done`. Ending the iteration stops the work on it.
    /// A `Problem` thrown by the stream is shown to the reader with its remedy.
    func answer(_ question: ChatQuestion) -> any AsyncSequence<ChatUpdate, any Error> & Sendable
}

/// A question with what was said before it.
package struct ChatQuestion: Sendable, Equatable, Decodable {
    /// An earlier question with its answer.
    package struct Turn: Sendable, Equatable, Decodable {
        package var question: String
        package var answer: String

        package init(question: String, answer: String) {
            self.question = question
            self.answer = answer
        }
    }

    package var question: String
    /// Oldest first.
    package var history: [Turn]

    package init(question: String, history: [Turn] = []) {
        self.question = question
        self.history = history
    }

    private enum CodingKeys: String, CodingKey {
        case question, history
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        question = try container.decode(String.self, forKey: .question)
        history = try container.decodeIfPresent([Turn].self, forKey: .history) ?? []
    }
}

/// A piece of an answer.
package enum ChatUpdate: Sendable, Equatable {
    case passages([ChatPassage], revision: String)
    case text(String)
    case done(ChatOutcome)
}

/// A passage as the page shows it.
package struct ChatPassage: Sendable, Equatable, Encodable {
    /// The number that cites it in the text: `[1]`.
    package var number: Int
    package var text: String
    package var title: String?
    package var source: String?
    package var page: Int?
    package var pageEnd: Int?
    package var section: String?
    package var url: String?

    package init(
        number: Int, text: String, title: String? = nil, source: String? = nil, page: Int? = nil, pageEnd: Int? = nil,
        section: String? = nil, url: String? = nil
    ) {
        self.number = number
        self.text = text
        self.title = title
        self.source = source
        self.page = page
        self.pageEnd = pageEnd
        self.section = section
        self.url = url
    }
}

/// How an answer ended.
package struct ChatOutcome: Sendable, Equatable, Encodable {
    /// Who wrote the answer, if there is one.
    package enum Kind: String, Sendable, Encodable {
        case model, extracts, nothingFound = "nothing_found"
    }

    package var kind: Kind
    /// The language model that wrote it; nil for extracts.
    package var model: String?
    /// The whole text, which replaces what was streamed.
    package var text: String
    /// The numbers of the passages that the text cites.
    package var cited: [Int]
    package var revision: String

    package init(kind: Kind, model: String? = nil, text: String, cited: [Int], revision: String) {
        self.kind = kind
        self.model = model
        self.text = text
        self.cited = cited
        self.revision = revision
    }
}
