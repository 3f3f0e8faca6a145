/// What has been said in one conversation, as far as it matters for the next question.
package struct Conversation: Sendable, Equatable {
    /// How much of it a prompt can bear.
    package struct Bounds: Sendable, Equatable {
        package var turns: Int
        /// Characters of a question, of the last answer, and of each answer before it.
        package var question: Int
        package var lastAnswer: Int
        package var answer: Int

        package init(turns: Int = 6, question: Int = 400, lastAnswer: Int = 1_500, answer: Int = 500) {
            self.turns = turns
            self.question = question
            self.lastAnswer = lastAnswer
            self.answer = answer
        }
    }

    /// Oldest first.
    package let turns: [KeptTurn]

    package init(_ turns: [KeptTurn]) {
        self.turns = turns
    }

    /// The last turns, shortened, oldest first. Citations are left out: the next question has other passages under these numbers.
    package func history(within bounds: Bounds = Bounds()) -> [Turn] {
        let last = turns.suffix(bounds.turns)
        return zip(last.indices, last).map { index, kept in
            var citations = Citations(of: 0)
            let answer = citations.consume(kept.turn.answer) + citations.finish()
            return Turn(
                question: Self.shortened(kept.turn.question, to: bounds.question),
                answer: Self.shortened(answer, to: index == last.endIndex - 1 ? bounds.lastAnswer : bounds.answer))
        }
    }

    /// The beginning of a text, cut at a word.
    private static func shortened(_ text: String, to length: Int) -> String {
        guard text.count > length else { return text }
        let part = text.prefix(length)
        return part[..<(part.lastIndex(where: \.isWhitespace) ?? part.endIndex)] + " …"
    }
}
