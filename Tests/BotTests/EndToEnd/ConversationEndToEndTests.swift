import Answering
import Base
import TestSupport
import Testing

extension EndToEnd {
    /// Questions that go on from what was said.
    @Suite(.serialized) struct `In a conversation` {
        let stage: Stage

        init() async throws {
            stage = try Stage()
            try await stage.ingest("rev-1")
        }

        /// Answers a message of the bot, with the mention that Discord adds.
        private func reply(_ text: String, to message: StandInDiscord.Sent) -> String {
            stage.discord.write(text, in: message.channel, mentions: [], repliesTo: (message.id, StandInDiscord.botID))
        }

        @Test func `a reply goes on from the answer, after a restart too, until its member wants to be forgotten`() async throws {
            stage.router.script(.stream(["23 days [1]."]), .stream(["Two weeks before [1]."]), .stream(["Yes [1]."]), .stream(["No [1]."]))
            var bot = try await stage.start(until: "rev-1")
            let first = stage.discord.write("<@\(StandInDiscord.botID)> How many days of vacation are there?")
            let second = reply("and when to ask?", to: try await stage.reply(to: first, containing: "-# [1]"))
            let answer = try await stage.reply(to: second, containing: "-# [1]")
            #expect(answer.content.hasPrefix("Two weeks before [1]."))
            // The passages are those of the whole question, and the answer before has no citation of others.
            #expect(stage.lastPrompt.dropFirst().dropLast() == ["user: How many days of vacation are there?", "assistant: 23 days."])
            #expect(stage.lastPrompt.last?.contains("[1] Vacations") == true)

            #expect(try await bot.stop() == 0)
            bot = try await stage.start(until: "rev-1")
            let third = reply("really?", to: answer)
            _ = try await stage.reply(to: third, containing: "-# [1]")
            #expect(stage.lastPrompt.count == 6 && stage.lastPrompt[4] == "assistant: Two weeks before.")

            let forgotten = try await stage.response(to: stage.discord.use("forget"), containing: "(3)")
            #expect(forgotten.isEphemeral)
            _ = try await stage.reply(to: reply("vacation when?", to: answer), containing: "-# [1]")
            #expect(stage.lastPrompt.count == 2)
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `in private all is one conversation, in a channel only what replies`() async throws {
            let bot = try await stage.start(until: "rev-1")
            for question in ["How many days of vacation are there?", "and when to ask?"] {
                _ = try await stage.reply(to: stage.discord.write(question, in: "402", guild: nil, mentions: []), containing: "-# [1]")
            }
            #expect(stage.lastPrompt.count == 4 && stage.lastPrompt[1] == "user: How many days of vacation are there?")
            _ = try await stage.ask()
            _ = try await stage.ask("and when to ask?")
            #expect(stage.lastPrompt.count == 2)
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `in a thread that the bot opened no mention is needed, and all is one conversation`() async throws {
            var bot = try await stage.start(["DISCORD_THREADS": "on"], until: "rev-1")
            let question = stage.discord.write("<@\(StandInDiscord.botID)> How many days of vacation are there?")
            // A thread has the id of the message that it is on.
            @Sendable func answers(_ record: StandInDiscord.Record) -> [StandInDiscord.Sent] {
                record.sent.filter { $0.channel == question && $0.content.contains("-# [1]") && !$0.isDeleted }
            }
            try await stage.discord.wait(within: .seconds(20)) { answers($0).count == 1 }
            #expect(stage.discord.messages().isEmpty && answers(stage.discord.record)[0].repliesTo == nil)
            _ = try await stage.reply(to: stage.discord.write("and when to ask?", in: question, mentions: []), containing: "-# [1]")
            #expect(stage.lastPrompt[1] == "user: How many days of vacation are there?" && stage.lastPrompt.count == 4)
            // Without the intent Discord does not show such a message.
            let hidden = stage.discord.write("", in: question, mentions: [])
            #expect(Language.allCases.map { FixedText.howToAsk.text(in: $0) }.contains(try await stage.reply(to: hidden).content))
            // Other people's threads are theirs.
            stage.discord.openThread("777", by: "42")
            let theirs = stage.discord.write("between ourselves", in: "777", mentions: [])
            _ = try await stage.reply(to: stage.discord.write("and when to ask for it?", in: question, mentions: []), containing: "-# [1]")
            #expect(stage.discord.record.answer(to: theirs).isEmpty)

            #expect(try await bot.stop() == 0)
            bot = try await stage.start(["DISCORD_THREADS": "on"], until: "rev-1")
            stage.discord.delete(question)
            try await stage.discord.wait(within: .seconds(20)) { answers($0).count == 2 }
            #expect(answers(stage.discord.record)[0].repliesTo != nil, "what was answered to others stays")
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `without a lifetime nothing is kept`() async throws {
            let bot = try await stage.start(["CONVERSATION_HOURS": "0"], until: "rev-1")
            let first = stage.discord.write("<@\(StandInDiscord.botID)> How many days of vacation are there?")
            let second = reply("and when to ask?", to: try await stage.reply(to: first, containing: "-# [1]"))
            _ = try await stage.reply(to: second, containing: "-# [1]")
            #expect(stage.lastPrompt.count == 2)
            #expect(try await bot.stop() == 0)
        }
    }
}
