import Base
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Discord
@testable import docent

/// Further messages of an answer to a command, for which Discord knows no nonce.
@Suite struct InteractionReplyTests {
    /// What happens to a follow-up.
    enum Fate: Sendable {
        case arrives
        /// It is there, and its answer is not.
        case isLost
        case fails
    }

    /// Keeps what is sent, as a channel does.
    private final class Channel: DiscordInteracting {
        private let state: Mutex<(messages: [Message], fates: [Fate])>
        private let isReadable: Bool

        init(_ fates: [Fate], isReadable: Bool = true) {
            state = Mutex(([Message(id: "10", channelID: "1", content: "first", webhookID: "2")], fates))
            self.isReadable = isReadable
        }

        var contents: [String] { state.withLock { $0.messages.map(\.content) } }

        func followUp(_ draft: MessageDraft, isEphemeral: Bool, to interaction: InteractionHandle) async throws -> Message {
            try state.withLock { state in
                let fate = state.fates.isEmpty ? .arrives : state.fates.removeFirst()
                let message = Message(id: Snowflake("\(10 + state.messages.count)"), channelID: "1", content: draft.content, webhookID: "2")
                switch fate {
                case .arrives: state.messages.append(message)
                case .isLost:
                    state.messages.append(message)
                    throw DiscordError(.unreachable(.broken(host: "x", reason: "reset")), call: "POST")
                case .fails: throw DiscordError(.serverFailure, call: "POST", status: 502)
                }
                return message
            }
        }

        func messages(in channel: Snowflake, from message: Snowflake) async throws -> [Message] {
            isReadable ? state.withLock { $0.messages.reversed() } : []
        }

        func respond(to interaction: InteractionHandle, with response: InteractionResponse) async throws {}
        func original(of interaction: InteractionHandle) async throws -> Message { state.withLock { $0.messages[0] } }
        func editOriginal(of interaction: InteractionHandle, to draft: MessageDraft) async throws {}
        func deleteOriginal(of interaction: InteractionHandle) async throws {}
        func editFollowUp(_ message: Snowflake, of interaction: InteractionHandle, to draft: MessageDraft) async throws {}
        func deleteFollowUp(_ message: Snowflake, of interaction: InteractionHandle) async throws {}
    }

    private func reply(_ channel: Channel, isEphemeral: Bool = false) -> InteractionReply<ManualClock> {
        let (clock, handle) = (ManualClock(), InteractionHandle(id: "3", application: "2", token: Secret("t")))
        return InteractionReply(to: handle, in: "1", by: channel, isEphemeral: isEphemeral, since: clock.now, clock: clock)
    }

    @Test(arguments: [Fate.isLost, .fails])
    func `a further message whose answer was lost is looked for, and sent again only where it is not`(fate: Fate) async throws {
        let channel = Channel([fate])
        let reply = reply(channel)
        await #expect(throws: DiscordError.self) { _ = try await reply.create("second", buttons: [], after: "10", nonce: nil) }
        // It has grown meanwhile.
        #expect(try await reply.create("second and more", buttons: [], after: "10", nonce: nil) == "11")
        #expect(channel.contents == (fate == .fails ? ["first", "second and more"] : ["first", "second"]))
        #expect(try await reply.create("third", buttons: [], after: "11", nonce: nil) == "12")
    }

    @Test(arguments: [(false, false), (true, true)])
    func `where it cannot be seen whether it is there, it is not sent again`(isReadable: Bool, isEphemeral: Bool) async {
        let channel = Channel([.isLost], isReadable: isReadable)
        let reply = reply(channel, isEphemeral: isEphemeral)
        await #expect(throws: DiscordError.self) { _ = try await reply.create("second", buttons: [], after: "10", nonce: nil) }
        await #expect(throws: ReplyError.uncertain) { _ = try await reply.create("second", buttons: [], after: "10", nonce: nil) }
        #expect(channel.contents == ["first", "second"])
    }
}
