import Answering
import Base
import TestSupport
import Testing

extension EndToEnd {
    /// How much may be asked, where and by whom.
    @Suite(.serialized) struct `Within limits` {
        let stage: Stage

        init() async throws {
            stage = try Stage()
            try await stage.ingest("rev-1")
        }

        private func ask(in channel: String = StandInDiscord.channelID, by person: StandInDiscord.Person = .ana) -> String {
            stage.discord.write("<@\(StandInDiscord.botID)> When does the office open?", in: channel, by: person)
        }

        @Test func `a user's questions at once and in an hour are counted, and a refusal says when to ask again`() async throws {
            let gate = StandInGate()
            stage.router.script(.stream(["Slowly, ", "but surely [1]."], .init(gate: gate)))
            let bot = try await stage.start(["QUOTA_USER": "1,2"], until: "rev-1")
            let first = ask(in: "310")
            _ = try await stage.reply(to: first, containing: "Slowly")
            #expect(try await stage.reply(to: ask(in: "311")).content == FixedText.stillAnswering.text(in: .english))
            // By a command only the asker reads the refusal.
            let refusal = try await stage.response(to: stage.discord.use("ask", options: ["question": "When does the office open?"]))
            #expect(refusal.isEphemeral && refusal.content == FixedText.stillAnswering.text(in: .english))
            gate.open()
            _ = try await stage.reply(to: first, containing: "-# [1]")
            _ = try await stage.reply(to: ask(in: "312"), containing: "-# [1]")
            #expect(try await stage.reply(to: ask(in: "313")).content.contains("Ask again <t:"))
            // Told once a minute.
            let silent = ask(in: "313")
            try await bot.process.line(with: "A question was refused", "reference=\(silent)")
            _ = try await stage.reply(to: ask(in: "314", by: .moderator), containing: "-# [1]")
            #expect(stage.discord.messages(in: "313").count == 1)
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `a busy channel has a queue, and past its end a refusal`() async throws {
            let gate = StandInGate()
            stage.router.script(.stream(["Slowly, ", "but surely [1]."], .init(gate: gate)))
            let bot = try await stage.start(["QUOTA_CHANNEL": "1,0", "QUOTA_WAITING": "1"], until: "rev-1")
            let first = ask()
            _ = try await stage.reply(to: first, containing: "Slowly")
            let typed = stage.discord.record.typing.count
            let second = ask()
            // Whoever waits sees that something happens.
            try await stage.discord.wait(within: .seconds(20)) { $0.typing.count > typed }
            #expect(try await stage.reply(to: ask()).content == FixedText.busy.text(in: .english))
            _ = try await stage.reply(to: ask(in: "320"), containing: "-# [1]")
            #expect(stage.discord.record.answer(to: second).isEmpty)
            gate.open()
            _ = try await stage.reply(to: second, containing: "-# [1]")
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `where the operator does not want it, the bot does not answer`() async throws {
            let bot = try await stage.start(
                ["DISCORD_DENY": "channel:330,role:5", "DISCORD_ALLOW": "guild:\(StandInDiscord.guildID)"], until: "rev-1")
            let denied = StandInDiscord.Person(id: "50", name: "Denied", roles: ["5"])
            let unanswered = [
                ask(in: "330"), ask(by: denied), stage.discord.write("When does the office open?", in: "402", guild: nil, mentions: []),
            ]
            _ = try await stage.reply(to: ask(in: "331"), containing: "-# [1]")
            #expect(unanswered.allSatisfy { stage.discord.record.answer(to: $0).isEmpty })
            let command = try await stage.response(to: stage.discord.use("ask", options: ["question": "When?"], in: "330"))
            #expect(command.isEphemeral && command.content == FixedText.notHere.text(in: .english))
            // What is kept of them is theirs to delete everywhere.
            let forgotten = try await stage.response(to: stage.discord.use("forget", in: "330"))
            #expect(forgotten.isEphemeral && forgotten.content.contains("are forgotten"))
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `the same question gets the same answer without asking the model again`() async throws {
            let bot = try await stage.start(["ANSWER_CACHE_HOURS": "1"], until: "rev-1")
            let first = try await stage.reply(to: ask(in: "340"), containing: "-# [1]")
            let second = try await stage.reply(to: ask(in: "341"), containing: "-# [1]")
            #expect(first.content == second.content && first.buttons == second.buttons && stage.router.requests.count == 1)
            // Until somebody thinks ill of it.
            _ = try await stage.response(to: stage.discord.press(first.buttons[1], under: first.id))
            _ = try await stage.reply(to: ask(in: "342"), containing: "-# [1]")
            #expect(stage.router.requests.count == 2)
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }
    }
}
