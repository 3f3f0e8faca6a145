import Base
import HTTPTypes

/// The token of the interaction stands in the path of these calls, so none carries the bot's own.
extension DiscordREST: DiscordInteracting {
    /// Discord drops an interaction that has waited for longer.
    private static let firstResponse = Duration.seconds(3)
    /// Sent again after a try whose answer was lost, a response meets with this: it had arrived.
    private static let alreadyAcknowledged = 40060

    package func respond(to interaction: InteractionHandle, with response: InteractionResponse) async throws {
        let template = "/interactions/:id/:token/callback"
        if let flaw = response.flaw { throw DiscordError(flaw, call: "POST \(template)") }
        var call = Call(
            .post, "/interactions/\(interaction.id)/\(interaction.token.revealed)/callback", template, major: interaction.id,
            body: response.body)
        call.isInteraction = true
        call.patience = Self.firstResponse
        call.arrivedCode = Self.alreadyAcknowledged
        _ = try await perform(call)
    }

    package func original(of interaction: InteractionHandle) async throws -> Message {
        try await fetch(webhook(.get, of: interaction, "/messages/@original", "/messages/@original"))
    }

    package func editOriginal(of interaction: InteractionHandle, to draft: MessageDraft) async throws {
        try await edit("@original", "@original", of: interaction, to: draft)
    }

    package func deleteOriginal(of interaction: InteractionHandle) async throws {
        try await delete("@original", "@original", of: interaction)
    }

    package func followUp(_ draft: MessageDraft, isEphemeral: Bool, to interaction: InteractionHandle) async throws -> Message {
        var call = webhook(.post, of: interaction, "", "", body: draft.response(flags: isEphemeral ? 1 << 6 : 0))
        if let flaw = draft.flaw { throw DiscordError(flaw, call: call.route.name) }
        call.isRepeatable = false
        return try await fetch(call)
    }

    package func editFollowUp(_ message: Snowflake, of interaction: InteractionHandle, to draft: MessageDraft) async throws {
        try await edit(message.value, ":id", of: interaction, to: draft)
    }

    package func deleteFollowUp(_ message: Snowflake, of interaction: InteractionHandle) async throws {
        try await delete(message.value, ":id", of: interaction)
    }

    private func edit(_ message: String, _ template: String, of interaction: InteractionHandle, to draft: MessageDraft) async throws {
        let call = webhook(.patch, of: interaction, "/messages/\(message)", "/messages/\(template)", body: draft.edit)
        if let flaw = draft.flaw { throw DiscordError(flaw, call: call.route.name) }
        _ = try await perform(call)
    }

    private func delete(_ message: String, _ template: String, of interaction: InteractionHandle) async throws {
        do {
            _ = try await perform(webhook(.delete, of: interaction, "/messages/\(message)", "/messages/\(template)"))
        } catch let error as DiscordError where error.kind == .unknownMessage {
            // It is gone, as wanted.
        }
    }

    /// The bucket is that of one interaction, so its id serves as the major parameter in place of the token.
    private func webhook(
        _ method: Call.Method, of interaction: InteractionHandle, _ path: String, _ template: String, body: JSONValue? = nil
    ) -> Call {
        var call = Call(
            method, "/webhooks/\(interaction.application)/\(interaction.token.revealed)\(path)", "/webhooks/:id/:token\(template)",
            major: interaction.id, body: body)
        call.isInteraction = true
        return call
    }
}
