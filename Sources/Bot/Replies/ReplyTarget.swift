import Discord

/// Where one reply goes: a channel, or the answer to a command.
protocol ReplyTarget: Sendable {
    /// Shows that the bot is at work, for some seconds.
    func showTyping() async throws
    /// Adds a message.
    /// - Parameters:
    ///   - previous: The reply's message before it; nil for its first.
    ///   - nonce: The same when it is tried again, so that a first try that arrived after all is not shown twice; nil where it is not tried again.
    /// - Returns: Its id.
    /// - Throws: `DiscordError`, `ReplyError` or `CancellationError`, as all of these.
    func create(_ content: String, buttons: [ButtonRow], after previous: Snowflake?, nonce: String?) async throws -> Snowflake
    func edit(_ message: Snowflake, to content: String, buttons: [ButtonRow]) async throws
    /// Deletes a message; one that is gone already is no error.
    func delete(_ message: Snowflake) async throws
}

/// Why a message can not be delivered, nor be tried again.
enum ReplyError: Error, Equatable {
    /// The time in which a command can be answered is over.
    case expired
    /// It may be there: to send it again could show it twice.
    case uncertain
}

/// A reply by messages in a channel.
struct ChannelReply: ReplyTarget {
    let messaging: any DiscordMessaging
    let channel: Snowflake
    /// The message that is replied to; nil where there is none, as in a thread of the reply's own.
    let question: Snowflake?

    func showTyping() async throws { try await messaging.startTyping(in: channel) }

    func create(_ content: String, buttons: [ButtonRow], after previous: Snowflake?, nonce: String?) async throws -> Snowflake {
        var draft = MessageDraft(content, replyingTo: previous ?? question, buttons: buttons, nonce: nonce)
        do {
            return try await messaging.create(draft, in: channel).id
        } catch let error as DiscordError where error.kind == .replyImpossible {
            // Without Read Message History nothing can be replied to, and yet be written.
            draft.replyingTo = nil
            return try await messaging.create(draft, in: channel).id
        }
    }

    func edit(_ message: Snowflake, to content: String, buttons: [ButtonRow]) async throws {
        try await messaging.edit(message, in: channel, to: MessageDraft(content, buttons: buttons))
    }

    func delete(_ message: Snowflake) async throws { try await messaging.delete(message, in: channel) }
}
