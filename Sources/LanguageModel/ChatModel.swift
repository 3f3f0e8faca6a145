/// A language model that answers a chat, piece by piece.
package protocol ChatModel: Sendable {
    /// Asks for a completion. The stream gives `text` as it is written, then one `finished`; it throws `ChatError`.
    /// Ending the iteration closes the connection, which stops the billing where the provider allows it.
    func complete(_ request: ChatRequest) -> AsyncThrowingStream<ChatEvent, any Error>
}

/// What is sent to the model.
package struct ChatRequest: Sendable, Equatable {
    /// One turn of the conversation as the model reads it.
    package struct Message: Sendable, Equatable {
        package enum Role: String, Sendable {
            case system, user, assistant
        }
        package var role: Role
        package var content: String

        package init(_ role: Role, _ content: String) {
            self.role = role
            self.content = content
        }
    }

    package var messages: [Message]
    /// The most tokens that the answer may have.
    package var maximumTokens: Int
    package var temperature: Double

    package init(messages: [Message], maximumTokens: Int = 1_024, temperature: Double = 0.2) {
        self.messages = messages
        self.maximumTokens = maximumTokens
        self.temperature = temperature
    }
}

/// A piece of the answer, or its end.
package enum ChatEvent: Sendable, Equatable {
    case text(String)
    case finished(ChatSummary)
}

/// What is known when an answer is complete.
package struct ChatSummary: Sendable, Equatable {
    /// The model that answered: with fallbacks not always the first one asked for.
    package var model: String
    /// `stop`, or `length` when the answer was cut at `maximumTokens`, or `content_filter`.
    package var finishReason: String
    package var promptTokens: Int?
    package var completionTokens: Int?
    /// In US dollars, where the provider tells.
    package var cost: Double?

    package init(
        model: String, finishReason: String, promptTokens: Int? = nil, completionTokens: Int? = nil, cost: Double? = nil
    ) {
        self.model = model
        self.finishReason = finishReason
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.cost = cost
    }
}
