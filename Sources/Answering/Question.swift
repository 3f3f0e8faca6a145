/// What somebody asked, freed of where they asked it.
package struct Question: Sendable, Equatable {
    package var text: String
    /// What was said before in the same conversation, oldest first.
    package var history: [Turn]

    package init(text: String, history: [Turn] = []) {
        self.text = text
        self.history = history
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
