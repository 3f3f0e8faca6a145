import Base
import Testing
import TestSupport

@testable import Discord

/// Commands, buttons, edits, deletions and files against a strict Discord.
@Suite(.timeLimit(.minutes(2)), .serialized) struct InteractionSessionTests {
    static func interaction(_ session: DiscordSession) async throws -> Interaction {
        guard case .interaction(let interaction)? = await DiscordSessionTests.next(session) else { throw CancellationError() }
        return interaction
    }

    @Test func `a command is answered later, by an edit and a follow-up, and its buttons work`() async throws {
        try await DiscordSessionTests.withSession { discord, session in
            await discord.wait { $0.isLive }
            discord.use("ask", options: ["question": "How?"], by: .moderator, copies: 2)
            let asked = try await Self.interaction(session)
            guard case .command(let call) = asked.action else { return #expect(Bool(false)) }
            #expect(call.text("question") == "How?" && asked.permissions.allows(.manageGuild) && asked.user.name == "Mo")
            try await session.rest.respond(to: asked.handle, with: .deferredMessage(isEphemeral: true))
            let row = ButtonRow([Button(.press(customID: "vote:up"), emoji: "👍")])
            try await session.rest.editOriginal(of: asked.handle, to: MessageDraft("So.", buttons: [row]))
            let more = try await session.rest.followUp(MessageDraft("And so."), isEphemeral: false, to: asked.handle)
            try await session.rest.deleteFollowUp(more.id, of: asked.handle)
            let sent = try #require(discord.messages().first)
            #expect(sent.content == "So." && sent.isEphemeral && sent.buttons == ["vote:up"] && discord.messages().count == 1)
            #expect(try await session.rest.original(of: asked.handle).id.value == sent.id)

            discord.press("vote:up", under: sent.id)
            let pressed = try await Self.interaction(session)
            guard case .component(let press) = pressed.action else { return #expect(Bool(false), "delivered once, however often it came") }
            #expect(press.customID == "vote:up" && press.message?.content == "So.")
            try await session.rest.respond(to: pressed.handle, with: .updateButtons([]))
            #expect(discord.messages()[0].buttons == [] && discord.messages()[0].content == "So.")
        }
    }

    @Test func `commands in a message's menu, subcommands and those in direct messages are understood`() async throws {
        try await DiscordSessionTests.withSession { discord, session in
            await discord.wait { $0.isLive }
            let message = discord.write("why is it so?", mentions: [])
            discord.use("Ask Docent", on: message)
            discord.use("docent", "quota", "show", options: ["days": 7], guild: nil)
            let menu = try await Self.interaction(session)
            guard case .command(let chosen) = menu.action else { return #expect(Bool(false)) }
            #expect(chosen.target?.content == "why is it so?" && chosen.target?.id.value == message)
            try await session.rest.respond(to: menu.handle, with: .message(MessageDraft("Because.")))
            let direct = try await Self.interaction(session)
            #expect(direct.action == .command(CommandCall(path: ["docent", "quota", "show"], options: ["days": .integer(7)])))
            #expect(direct.guild == nil && direct.permissions == [])
            try await session.rest.respond(to: direct.handle, with: .deferredMessage())
            try await session.rest.deleteOriginal(of: direct.handle)
        }
    }

    @Test(arguments: [StandInDiscord.RequestFault.status(503), .loseAnswer, .cut, .globalLimit(1)])
    func `a first response arrives once through a fault of the API`(fault: StandInDiscord.RequestFault) async throws {
        try await DiscordSessionTests.withSession { discord, session in
            await discord.wait { $0.isLive }
            discord.use("ask")
            let asked = try await Self.interaction(session)
            discord.nextRequest(fault)
            try await session.rest.respond(to: asked.handle, with: .message(MessageDraft("x")))
            #expect(discord.messages().count == 1)
            // Sent again it is told that it had arrived, which is what the stand-in notes.
            if fault == .loseAnswer { discord.forgive("api: two first responses") }
        }
    }

    @Test func `edits are told with the new text, previews and the bot's own are not, deletions are`() async throws {
        try await DiscordSessionTests.withSession { discord, session in
            await discord.wait { $0.isLive }
            let first = discord.write("<@9000> hello")
            #expect(DiscordSessionTests.text(await DiscordSessionTests.next(session)) == "hello")
            discord.addPreview(to: first)
            discord.edit(first, to: "<@9000> hello?", partially: true)
            guard case .edited(let edit)? = await DiscordSessionTests.next(session) else { return #expect(Bool(false)) }
            #expect(edit.message.value == first && edit.text == "hello?" && edit.question == nil)
            discord.edit(first, to: "<@9000> hello??")
            guard case .edited(let whole)? = await DiscordSessionTests.next(session) else { return #expect(Bool(false)) }
            #expect(whole.question?.text == "hello??")
            discord.delete(first)
            #expect(await DiscordSessionTests.next(session) == .deleted(messages: [Snowflake(first)], channel: "300"))
            discord.delete(first, "7", "8")
            #expect(await DiscordSessionTests.next(session) == .deleted(messages: ["7", "8"], channel: "300"))
        }
    }

    @Test func `commands are registered once, and files are fetched without the token`() async throws {
        try await DiscordSessionTests.withSession { discord, session in
            await discord.wait { $0.isLive }
            let commands = [ApplicationCommandTests.ask, ApplicationCommandTests.menu, ApplicationCommandTests.admin]
            for await case .ready(let identity) in session.events {
                #expect(identity == BotIdentity(user: "9000", application: "9002"))
                #expect(try await session.rest.register(commands, for: identity.application))
                #expect(try await session.rest.register(commands.reversed(), for: identity.application) == false)
                break
            }
            #expect(discord.record.commandWrites == 1 && discord.record.commands.count == 3)
            let bytes = [UInt8]("line\n".utf8)
            discord.write("<@9000> read this", files: [discord.upload("log.txt", bytes)])
            guard case .question(let question)? = await DiscordSessionTests.next(session) else { return #expect(Bool(false)) }
            let file = try #require(question.attachments.first)
            #expect(file.filename == "log.txt" && file.contentType == "text/plain; charset=utf-8")
            #expect(try await session.rest.download(file, upTo: 10) == bytes)
        }
    }
}
