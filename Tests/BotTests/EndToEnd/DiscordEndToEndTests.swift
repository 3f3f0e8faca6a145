import Base
import Foundation
import TestSupport
import Testing

@testable import Answering

extension EndToEnd {
    /// What people in Discord see of the program.
    @Suite(.serialized) struct `In Discord` {
        let stage: Stage

        init() async throws {
            stage = try Stage()
            try await stage.ingest("rev-1")
        }

        @Test func `a mention gets typing, a growing message, and its sources with the revision`() async throws {
            let words = (1...150).map { "word\($0) " }
            stage.router.script(.stream(["Yes, 23 days: "] + words + ["of vacation [1]."], .init(between: .milliseconds(10))))
            let bot = try await stage.start(until: "rev-1")
            let question = stage.discord.write("<@\(StandInDiscord.botID)> How many days of vacation are there?")
            try await stage.discord.wait(within: .seconds(20)) { !$0.sent.isEmpty }
            #expect(stage.discord.record.typing.first == StandInDiscord.channelID)
            let answer = try await stage.answer(to: question)
            #expect(answer.hasPrefix("Yes, 23 days: word1 word2") && answer.contains("word150 of vacation [1]."))
            #expect(answer.contains("\n-# [1] Vacations · index rev-1"))
            // 152 pieces, of which each edit takes all that have come in its second.
            #expect(stage.discord.messages().map(\.edits).count == 1 && (1...20).contains(stage.discord.messages()[0].edits))
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `a role's mention, a reply, a direct message and an empty mention are all answered`() async throws {
            let bot = try await stage.start(until: "rev-1")
            let (discord, question) = (stage.discord, "When does the office open?")
            let first = discord.write("<@&\(StandInDiscord.roleID)> \(question)", in: "401", mentions: [], roles: [StandInDiscord.roleID])
            #expect(try await stage.answer(to: first).contains("The office opens at eight in the morning [1]"))
            let own = try #require(discord.messages(in: "401").first)
            let second = discord.write(question, in: "401", mentions: [], repliesTo: (own.id, StandInDiscord.botID))
            #expect(try await stage.answer(to: second).contains("Office hours"))
            let direct = discord.write(question, in: "402", guild: nil, mentions: [])
            #expect(try await stage.answer(to: direct).contains("Office hours"))
            let empty = discord.write("<@\(StandInDiscord.botID)>", in: "403")
            try await discord.wait(within: .seconds(20)) { !$0.answer(to: empty).isEmpty }
            #expect(Language.allCases.map { FixedText.howToAsk.text(in: $0) }.contains(discord.record.answer(to: empty)))
            // In private there is nobody to mention.
            let wordless = discord.write("", in: "406", guild: nil, mentions: [])
            try await discord.wait(within: .seconds(20)) { !$0.answer(to: wordless).isEmpty }
            #expect(discord.record.answer(to: wordless) == FixedText.askInWords.text(in: .english))
            discord.write("no question to the bot", in: "404", mentions: [])
            _ = try await stage.ask(in: "405")
            #expect(discord.messages(in: "404").isEmpty)
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `a slow answer holds up none of twenty conversations`() async throws {
            let gate = StandInGate()
            stage.router.script(.stream(["Slowly, ", "but surely [1]."], .init(gate: gate)))
            let bot = try await stage.start(until: "rev-1")
            let slow = stage.discord.write("<@\(StandInDiscord.botID)> How many days of vacation are there?", in: "500")
            try await stage.discord.wait(within: .seconds(20)) { $0.answer(to: slow).contains("Slowly") }
            let others = (501..<520).map { stage.discord.write("<@\(StandInDiscord.botID)> When does the office open?", in: String($0)) }
            try await stage.discord.wait(within: .seconds(30)) { record in others.allSatisfy { record.answer(to: $0).contains("-# [1]") } }
            #expect(stage.discord.record.answer(to: slow) == "Slowly,")
            gate.open()
            #expect(try await stage.answer(to: slow).hasPrefix("Slowly, but surely [1]."))
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `fifty answers are written at once`() async throws {
            let gate = StandInGate()
            stage.router.script(otherwise: .stream(["As it ", "is written [1]."], .init(gate: gate)))
            let bot = try await stage.start(until: "rev-1")
            let questions = (800..<850).map { stage.discord.write("<@\(StandInDiscord.botID)> When does the office open?", in: String($0)) }
            // Every one has begun, and none is at its end.
            try await stage.discord.wait(within: .seconds(30)) { record in questions.allSatisfy { record.answer(to: $0) == "As it" } }
            gate.open()
            try await stage.discord.wait(within: .seconds(30)) { record in questions.allSatisfy { record.answer(to: $0).contains("-# [1]") } }
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `an answer under way is finished before the process ends`() async throws {
            let gate = StandInGate()
            stage.router.script(.stream(["To be ", "continued [1]."], .init(gate: gate)))
            let bot = try await stage.start(until: "rev-1")
            let question = stage.discord.write("<@\(StandInDiscord.botID)> How many days of vacation are there?")
            try await stage.discord.wait(within: .seconds(20)) { !$0.answer(to: question).isEmpty }
            bot.process.send(signal: SIGTERM)
            try await bot.process.line(with: "Signal caught")
            gate.open()
            #expect(try await bot.process.end() == 0)
            #expect(stage.discord.record.answer(to: question).hasPrefix("To be continued [1]."))
            #expect(stage.discord.record.answer(to: question).contains("index rev-1"))
            stage.expectGoodManners()
        }

        @Test func `an answer that does not come to its end before the process does is closed with a word to its reader`() async throws {
            let gate = StandInGate()
            stage.router.script(otherwise: .stream(["To be ", "continued [1]."], .init(gate: gate)))
            let bot = try await stage.start(until: "rev-1")
            let question = stage.discord.write("<@\(StandInDiscord.botID)> How many days of vacation are there?")
            let command = stage.discord.use("ask", options: ["question": "How many days of vacation are there?"])
            try await stage.discord.wait(within: .seconds(20)) { !$0.answer(to: question).isEmpty }
            _ = try await stage.response(to: command, containing: "To be")
            #expect(try await bot.stop() == 0)
            let left = try await stage.reply(to: question)
            #expect(left.content == "To be\n\n*I am being restarted. Ask again in a moment.*" && left.buttons == [])
            #expect(try await stage.response(to: command).content.hasSuffix("*I am being restarted. Ask again in a moment.*"))
            stage.expectGoodManners()
        }

        @Test func `an answer that a killed process left behind is ended by its button`() async throws {
            let gate = StandInGate()
            stage.router.script(otherwise: .stream(["To be ", "continued [1]."], .init(gate: gate)))
            var bot = try await stage.start(until: "rev-1")
            let question = stage.discord.write("<@\(StandInDiscord.botID)> How many days of vacation are there?")
            let left = try await stage.reply(to: question, containing: "To be")
            bot.process.send(signal: SIGKILL)
            _ = try await bot.process.end()
            bot = try await stage.start(until: "rev-1")
            stage.discord.press(try #require(left.buttons.first), under: left.id)
            try await stage.discord.wait(within: .seconds(20)) { $0.answer(to: question).contains("broke off") }
            #expect(try await stage.reply(to: question).buttons == [])
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `a rejection of the token by the API alone shows on the page, and passes with the next session`() async throws {
            let bot = try await stage.start(until: "rev-1")
            stage.discord.nextRequest(.status(401))
            _ = stage.discord.write("<@\(StandInDiscord.botID)> How many days of vacation are there?")
            try await bot.process.line(with: "could not be delivered")
            let readiness = try await bot.get("/readyz")
            #expect(readiness.status == 503 && readiness.text.contains("DISCORD_TOKEN"))
            stage.discord.dropConnections()
            try await stage.discord.wait(within: .seconds(20)) { $0.resumes == 1 && $0.isLive }
            _ = try await stage.ask()
            #expect(try await bot.get("/readyz").status == 200)
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        /// Discord's API refuses a wrong token with 401; its gateway one that has just been replaced with 4004.
        @Test(arguments: [true, false]) func `a wrong token leaves the process up and says what to do`(isRefusedByAPI: Bool) async throws {
            if !isRefusedByAPI { stage.discord.nextConnection(.closeOnEntry(4004)) }
            let bot = try await stage.start(isRefusedByAPI ? ["DISCORD_TOKEN": "wrong.token.altogether"] : [:], until: "rev-1", isLive: false)
            try await bot.process.line(with: "DISCORD_TOKEN")
            let readiness = try await bot.get("/readyz")
            #expect(readiness.status == 503)
            guard case .array(let missing) = readiness.json?["missing"] else {
                Issue.record("no list of what is missing: \(readiness.text)")
                return
            }
            #expect(missing.first?["name"] == "discord" && missing.first?["remedy"]?.stringValue?.contains("DISCORD_TOKEN") == true)
            #expect(try await bot.get("/").status == 200)
            #expect(try await bot.get("/healthz").status == 200)
            #expect(bot.process.isRunning)
            #expect(
                !bot.process.lines.joined().contains("wrong.token.altogether") && !bot.process.lines.joined().contains(stage.discord.options.token))
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }
    }
}
