import Answering
import Base
import TestSupport
import Testing

extension EndToEnd {
    /// Commands and buttons.
    @Suite(.serialized) struct `By commands and buttons` {
        let stage: Stage

        init() async throws {
            stage = try Stage()
            try await stage.ingest("rev-1")
        }

        @Test func `a question is answered for all or for its asker alone, and from a message's menu`() async throws {
            let words = (1...400).map { "word\($0) " }
            stage.router.script(.stream(["Yes: "] + words + ["[1]."], .init(between: .milliseconds(5))))
            let bot = try await stage.start(until: "rev-1")
            let question: [String: JSONValue] = ["question": "How many days of vacation are there?"]
            let first = stage.discord.use("ask", options: question, copies: 2)
            try await stage.discord.wait(within: .seconds(20)) { $0.interactions.first?.response == 5 }
            let last = try await stage.response(to: first, containing: "-# [1]")
            // It grew, went on in a second message, and only that has the buttons.
            let all = stage.discord.record.sent.filter { $0.interaction == first }
            #expect(all.count == 2 && all[0].edits > 0 && all[0].buttons == [] && all[1].buttons.count == 3 && !last.isEphemeral)
            #expect(all[0].content.hasPrefix("> How many days of vacation are there?\nYes: word1") && all[1].content.contains("word400 [1]."))

            let secret = try await stage.response(
                to: stage.discord.use("ask", options: question.merging(["private": true]) { $1 }), containing: "-# [1]")
            #expect(secret.isEphemeral && secret.content.hasPrefix("Every employee has 23 days"))
            // Others go on from what they can see, and only from that.
            _ = try await stage.reply(to: stage.discord.write("vacation when?", repliesTo: (last.id, StandInDiscord.botID)), containing: "-# [1]")
            #expect(stage.lastPrompt.count == 4)
            _ = try await stage.reply(to: stage.discord.write("vacation when?", repliesTo: (secret.id, StandInDiscord.botID)), containing: "-# [1]")
            #expect(stage.lastPrompt.count == 2)

            let message = stage.discord.write("When does the office open, does anybody know?", by: .moderator, mentions: [])
            let about = try await stage.response(to: stage.discord.use("Ask about this", on: message), containing: "-# [1]")
            #expect(about.content.hasPrefix("> When does the office open, does anybody know?\nThe office opens at eight"))
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `commands are registered once`() async throws {
            for _ in 0..<2 {
                let bot = try await stage.start(until: "rev-1")
                try await stage.discord.wait(within: .seconds(20)) { $0.commandWrites == 1 }
                _ = try await stage.ask()
                #expect(try await bot.stop() == 0)
            }
            #expect(stage.discord.record.commandWrites == 1)
            #expect(stage.discord.record.commands.compactMap { $0["name"]?.stringValue } == ["ask", "Ask about this", "forget", "index"])
            #expect(stage.discord.record.commands.first?["name_localizations"]?["pt-BR"] == "perguntar")
            stage.expectGoodManners()
        }

        @Test func `votes are kept and changeable, and passages shown, after a restart too`() async throws {
            var bot = try await stage.start(until: "rev-1")
            let question = stage.discord.write("<@\(StandInDiscord.botID)> How many days of vacation are there?")
            let answer = try await stage.reply(to: question, containing: "-# [1]")
            let buttons = answer.buttons
            try #require(buttons.count == 3)
            let vote = try await stage.response(to: stage.discord.press(buttons[0], under: answer.id, copies: 2))
            #expect(vote.isEphemeral && vote.content.contains("👍"))
            #expect(try await bot.stop() == 0)
            bot = try await stage.start(until: "rev-1")
            #expect(try await stage.response(to: stage.discord.press(buttons[1], under: answer.id)).content.contains("👎"))
            try await bot.process.line(with: "A vote", "vote=down")
            let passages = try await stage.response(to: stage.discord.press(buttons[2], under: answer.id, by: .moderator))
            #expect(passages.isEphemeral && passages.content.hasPrefix("**[1] Vacations**") && passages.content.contains(Stage.vacations))
            for wrong in ["1:up:made-up", "1:passages:made-up", "nonsense"] {
                let response = try await stage.response(to: stage.discord.press(wrong, under: answer.id))
                #expect(response.isEphemeral && response.content == FixedText.noLongerKept.text(in: .english))
            }
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `administrators go back and forth between indexes, others see what is served`() async throws {
            try await stage.ingest("rev-2")
            let bot = try await stage.start(["DISCORD_ADMIN_IDS": "77"], until: "rev-2")
            let status = try await stage.response(to: stage.discord.use("index", "status"))
            #expect(status.isEphemeral && status.content.hasPrefix("Index rev-2, of <t:"))
            for command in ["list", "pin", "unpin", "sync"] {
                let refusal = try await stage.response(
                    to: stage.discord.use("index", command, options: command == "pin" ? ["revision": "rev-1"] : [:]))
                #expect(refusal.isEphemeral && refusal.content == FixedText.administratorsOnly.text(in: .english))
            }
            let list = try await stage.response(to: stage.discord.use("index", "list", by: .moderator))
            #expect(list.content.contains("rev-2 (active)"))
            let named = StandInDiscord.Person(id: "77", name: "Eva", locale: "pt-BR")
            let wrong = try await stage.response(to: stage.discord.use("index", "pin", options: ["revision": "rev-9"], by: named))
            #expect(wrong.content.contains("rev-9"))
            let pin = try await stage.response(to: stage.discord.use("index", "pin", options: ["revision": "rev-1"], by: named))
            #expect(pin.content.hasPrefix("Fixado em rev-1."))
            try await bot.process.line(with: "event=activated", "revision=rev-1")
            #expect(try await stage.response(to: stage.discord.use("index", "status")).content.contains("It is pinned to rev-1."))
            let said = bot.process.lines.count
            _ = try await stage.response(to: stage.discord.use("index", "unpin", by: .moderator))
            try await bot.process.line(with: "event=activated", "revision=rev-2", after: said)
            #expect(try await stage.response(to: stage.discord.use("index", "sync", by: .moderator)).content == FixedText.looking.text(in: .english))
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }
    }
}
