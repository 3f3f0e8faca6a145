package import Foundation

/// One question with its answer, as it is kept for the questions that follow it.
package struct KeptTurn: Sendable, Equatable {
    /// What asked it: the id of a message or of an interaction.
    package var question: String
    /// The messages that the answer is shown in.
    package var messages: [String]
    /// Whose question it is.
    package var asker: String
    /// The channel.
    package var place: String
    package var turn: Turn
    package var time: Date

    package init(question: String, messages: [String], asker: String, place: String, turn: Turn, time: Date) {
        self.question = question
        self.messages = messages
        self.asker = asker
        self.place = place
        self.turn = turn
        self.time = time
    }
}

/// What a new question goes on from.
package struct Continuation: Sendable, Equatable {
    /// The message that it replies to.
    package var repliesTo: String?
    /// The channel.
    package var place: String
    /// Whether all that is said there is one conversation, as in a thread or in private.
    package var isOneConversation: Bool

    package init(repliesTo: String? = nil, place: String, isOneConversation: Bool) {
        self.repliesTo = repliesTo
        self.place = place
        self.isOneConversation = isOneConversation
    }
}
