/// What answering interactions needs of the API; tests script another. No call counts towards the bot's global limit.
package protocol DiscordInteracting: Sendable {
    /// The first response, due within 3 s of the interaction.
    /// - Throws: `DiscordError` (`interactionExpired` when it came too late) or `CancellationError`, as all of these.
    func respond(to interaction: InteractionHandle, with response: InteractionResponse) async throws
    /// The message of the first response: that of `message`, or the one that a deferred response promised.
    func original(of interaction: InteractionHandle) async throws -> Message
    func editOriginal(of interaction: InteractionHandle, to draft: MessageDraft) async throws
    /// Deletes the message of the first response; one that is gone already is no error.
    func deleteOriginal(of interaction: InteractionHandle) async throws
    /// A further message. It is not tried again when the first try may have arrived, since Discord would then send it twice.
    func followUp(_ draft: MessageDraft, isEphemeral: Bool, to interaction: InteractionHandle) async throws -> Message
    func editFollowUp(_ message: Snowflake, of interaction: InteractionHandle, to draft: MessageDraft) async throws
    /// A message and up to 99 that came after it, as far as the bot may read them: to see whether a follow-up is there whose answer was lost.
    func messages(in channel: Snowflake, from message: Snowflake) async throws -> [Message]
    func deleteFollowUp(_ message: Snowflake, of interaction: InteractionHandle) async throws
}
