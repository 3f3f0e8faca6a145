/// What a reply needs of the API; tests script another.
package protocol DiscordMessaging: Sendable {
    /// Sends a message, once however often it has to be tried: the same draft sent again later is the same message too.
    /// - Throws: `DiscordError` or `CancellationError`, as all of these.
    func create(_ draft: MessageDraft, in channel: Snowflake) async throws -> Message
    func edit(_ message: Snowflake, in channel: Snowflake, to draft: MessageDraft) async throws
    /// Changes the buttons under a message and leaves its text.
    func editButtons(of message: Snowflake, in channel: Snowflake, to buttons: [ButtonRow]) async throws
    /// Deletes a message; one that is gone already is no error.
    func delete(_ message: Snowflake, in channel: Snowflake) async throws
    func message(_ message: Snowflake, in channel: Snowflake) async throws -> Message
    /// Shows that the bot is typing, for 10 s or until it sends a message.
    func startTyping(in channel: Snowflake) async throws
}
