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
    /// Where it stands, as far as Discord tells.
    let channel: Snowflake?
    private let clock: C
    private let end: C.Instant
    private let memory = Memory()

    private final class Memory: Sendable {
        /// The message of the response.
        let original = Mutex<Snowflake?>(nil)
        /// The text of a further message of which it is not known whether it arrived.
        let doubtful = Mutex<String?>(nil)
    }

    /// - Parameter since: When the command came.
    init(
        to handle: InteractionHandle, in channel: Snowflake?, by interacting: any DiscordInteracting, isEphemeral: Bool, since: C.Instant, clock: C
    ) {
        self.interacting = interacting
        self.handle = handle
        self.channel = channel
        self.isEphemeral = isEphemeral
        self.clock = clock
        end = since.advanced(by: Self.lifetime - Self.margin)
    }

    /// Discord shows that the bot thinks until the response is there.
    func showTyping() async throws {}

    func create(_ content: String, buttons: [ButtonRow], after previous: Snowflake?, nonce _: String?) async throws -> Snowflake {
        try expectTime()
        let draft = MessageDraft(content, buttons: buttons)
        if let previous { return try await followUp(draft, after: previous) }
        try await interacting.editOriginal(of: handle, to: draft)
        // Others reply to it by its id. Where that is not to be had, nobody can go on from it, and that is all.
        let id = isEphemeral ? nil : try? await interacting.original(of: handle).id
        memory.original.withLock { $0 = id ?? "@original" }
        return id ?? "@original"
    }

    /// Discord knows no nonce for these, so what may have arrived is looked for before it is sent again.
    private func followUp(_ draft: MessageDraft, after previous: Snowflake) async throws -> Snowflake {
        if let tried = memory.doubtful.withLock(\.self) {
            let found = try await find(tried, after: previous)
            memory.doubtful.withLock { $0 = nil }
            if let found { return found }
        }
        do {
            return try await interacting.followUp(draft, isEphemeral: isEphemeral, to: handle).id
        } catch let error as DiscordError {
            switch error.kind {
            case .serverFailure, .unreachable, .unreadableAnswer: memory.doubtful.withLock { $0 = draft.content }
            case _: break
            }
            throw error
        }
    }

    /// A further message with this text; nil when it is certain that there is none.
    /// - Throws: `ReplyError.uncertain` where that cannot be seen.
    private func find(_ content: String, after previous: Snowflake) async throws -> Snowflake? {
        guard !isEphemeral, let channel else { throw ReplyError.uncertain }
        let messages: [Message]
        do {
            messages = try await interacting.messages(in: channel, from: previous)
        } catch let error as DiscordError where ReplyStream.Failure(error) == .lasting {
            throw ReplyError.uncertain
        }
        // To a bot that may not read there, Discord shows none at all.
        guard messages.contains(where: { $0.id == previous }) else { throw ReplyError.uncertain }
        return messages.first { $0.id != previous && $0.webhookID == handle.application && $0.content == content }?.id
    }

    func edit(_ message: Snowflake, to content: String, buttons: [ButtonRow]) async throws {
        try expectTime()
        let draft = MessageDraft(content, buttons: buttons)
        if message == memory.original.withLock(\.self) {
            try await interacting.editOriginal(of: handle, to: draft)
        } else {
            try await interacting.editFollowUp(message, of: handle, to: draft)
        }
    }

    func delete(_ message: Snowflake) async throws {
        try expectTime()
        if message == memory.original.withLock(\.self) {
            try await interacting.deleteOriginal(of: handle)
        } else {
            try await interacting.deleteFollowUp(message, of: handle)
        }
    }

    private func expectTime() throws {
        guard clock.now < end else { throw ReplyError.expired }
    }
}
