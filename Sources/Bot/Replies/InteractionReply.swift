import Discord
import Synchronization

/// A reply to a command whose first response was deferred: the first message is that response, the others follow it.
struct InteractionReply<C: Clock>: ReplyTarget where C.Duration == Duration {
    /// For how long Discord takes answers to a command.
    private static var lifetime: Duration { .seconds(15 * 60) }
    /// What a call may take, so that it is there in time.
    private static var margin: Duration { .seconds(15) }

    let interacting: any DiscordInteracting
    let handle: InteractionHandle
    let isEphemeral: Bool
    private let clock: C
    private let end: C.Instant
    /// The message of the response.
    private let original = Original()

    private final class Original: Sendable {
        let id = Mutex<Snowflake?>(nil)
    }

    /// - Parameter since: When the command came.
    init(to handle: InteractionHandle, by interacting: any DiscordInteracting, isEphemeral: Bool, since: C.Instant, clock: C) {
        self.interacting = interacting
        self.handle = handle
        self.isEphemeral = isEphemeral
        self.clock = clock
        end = since.advanced(by: Self.lifetime - Self.margin)
    }

    /// Discord shows that the bot thinks until the response is there.
    func showTyping() async throws {}

    func create(_ content: String, buttons: [ButtonRow], after previous: Snowflake?, nonce _: String?) async throws -> Snowflake {
        try expectTime()
        let draft = MessageDraft(content, buttons: buttons)
        if previous != nil { return try await followUp(draft) }
        try await interacting.editOriginal(of: handle, to: draft)
        // Others reply to it by its id. Where that is not to be had, nobody can go on from it, and that is all.
        let id = isEphemeral ? nil : try? await interacting.original(of: handle).id
        original.id.withLock { $0 = id ?? "@original" }
        return id ?? "@original"
    }

    /// Discord knows no nonce for these, so what may have arrived is not sent again.
    private func followUp(_ draft: MessageDraft) async throws -> Snowflake {
        do {
            return try await interacting.followUp(draft, isEphemeral: isEphemeral, to: handle).id
        } catch let error as DiscordError {
            switch error.kind {
            case .serverFailure, .unreachable, .unreadableAnswer: throw ReplyError.uncertain
            case _: throw error
            }
        }
    }

    func edit(_ message: Snowflake, to content: String, buttons: [ButtonRow]) async throws {
        try expectTime()
        let draft = MessageDraft(content, buttons: buttons)
        if message == original.id.withLock(\.self) {
            try await interacting.editOriginal(of: handle, to: draft)
        } else {
            try await interacting.editFollowUp(message, of: handle, to: draft)
        }
    }

    func delete(_ message: Snowflake) async throws {
        try expectTime()
        if message == original.id.withLock(\.self) {
            try await interacting.deleteOriginal(of: handle)
        } else {
            try await interacting.deleteFollowUp(message, of: handle)
        }
    }

    private func expectTime() throws {
        guard clock.now < end else { throw ReplyError.expired }
    }
}
