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
            bot = try await stage.restart()
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
