/// What somebody asked, freed of where they asked it.
package struct Question: Sendable, Equatable {
    package var text: String
    /// What was said before in the same conversation, oldest first.
    package var history: [Turn]
    /// The text that came with the question: files, or a message that it is about; empty for none.
    package var attached: String

    package init(text: String, history: [Turn] = [], attached: String = "") {
        self.text = text
        self.history = history
        self.attached = attached
    }
}

/// One earlier exchange of a conversation.
package struct Turn: Sendable, Equatable {
    package var question: String
    package var answer: String

    package init(question: String, answer: String) {
        self.question = question
        self.answer = answer
    }
}
