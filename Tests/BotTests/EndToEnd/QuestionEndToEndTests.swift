import Answering
import Base
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What becomes of a question, and of its answer with it.
    @Suite(.serialized) struct `A question` {
        let stage: Stage

        init() async throws {
            stage = try Stage()
            try await stage.ingest("rev-1")
        }

        private func ask(_ question: String = "How many days of vacation are there?", in channel: String = StandInDiscord.channelID) -> String {
            stage.discord.write("<@\(StandInDiscord.botID)> \(question)", in: channel)
        }

        @Test func `changed, it is answered anew in the same place; deleted, it takes its answer along`() async throws {
            let gate = StandInGate()
            stage.router.script(
                .stream(["First ", "answer [1]."], .init(gate: gate)), .stream(["Second answer [1]."]), .stream(["Third answer [1]."]),
                .stream(["To be ", "deleted [1]."], .init(gate: gate)))
            let bot = try await stage.start(until: "rev-1")
            let question = ask()
            let reply = try await stage.reply(to: question, containing: "First")
            // While it is being written, by an update that tells no more than the text.
            stage.discord.edit(question, to: "<@\(StandInDiscord.botID)> When does the office open?", partially: true)
            #expect(try await stage.reply(to: question, containing: "-# [1]").content.hasPrefix("Second answer"))
            #expect(stage.lastPrompt.last?.contains("When does the office open?") == true)
            // When it stands there. A preview that Discord adds changes nothing.
            stage.discord.addPreview(to: question)
            stage.discord.edit(question, to: "<@\(StandInDiscord.botID)> When does the office close?")
            _ = try await stage.reply(to: question, containing: "Third answer")
            let last = try await stage.reply(to: question, containing: "-# [1]")
            #expect(last.id == reply.id && stage.discord.messages().count == 1 && stage.router.requests.count == 3)
            stage.discord.delete(question)
            try await stage.discord.wait(within: .seconds(20)) { $0.sent.allSatisfy(\.isDeleted) }

            let other = ask(in: "301")
            _ = try await stage.reply(to: other, containing: "To be")
            stage.discord.delete(other, "unknown", in: "301")
            try await stage.discord.wait(within: .seconds(20)) { $0.sent.allSatisfy(\.isDeleted) }
            gate.open()
            try await stage.router.wait { $0.broken == 2 }
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `deleted after a restart, it still takes its answer along`() async throws {
            var bot = try await stage.start(until: "rev-1")
            let question = ask()
            _ = try await stage.answer(to: question)
            #expect(try await bot.stop() == 0)
            bot = try await stage.start(until: "rev-1")
            stage.discord.delete(question)
            try await stage.discord.wait(within: .seconds(20)) { $0.sent.allSatisfy(\.isDeleted) }
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `its asker, and nobody else, can stop the answer`() async throws {
            let gate = StandInGate()
            stage.router.script(.stream(["So ", "far"], .init(gate: gate)))
            let bot = try await stage.start(until: "rev-1")
            let reply = try await stage.reply(to: ask(), containing: "So")
            let button = try #require(reply.buttons.first)
            let other = try await stage.response(to: stage.discord.press(button, under: reply.id, by: .moderator))
            #expect(other.isEphemeral && other.content == FixedText.notYours.text(in: .english))
            stage.discord.press(button, under: reply.id)
            let stopped = try await stage.reply(to: reply.repliesTo ?? "", containing: "*Stopped as asked.*")
            #expect(stopped.content == "So\n\n*Stopped as asked.*" && stopped.buttons == [])
            gate.open()
            try await stage.router.wait { $0.broken == 1 }
            // A late press does no harm.
            stage.discord.press(button, under: reply.id)
            try await stage.discord.wait(within: .seconds(20)) { $0.interactions.allSatisfy { $0.response != nil } }
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `text files come with it, and what was not read is named`() async throws {
            let bot = try await stage.start(["ATTACHMENT_KB": "1"], until: "rev-1")
            let notes = stage.discord.upload("notes.md", Array("The office opens at nine, says Bo.".utf8), type: nil)
            let photo = stage.discord.upload("photo.png", [1, 2, 3], type: "image/png")
            let long = stage.discord.upload("long.txt", Array(repeating: 65, count: 2_000))
            let question = stage.discord.write("<@\(StandInDiscord.botID)> is this right?", files: [notes, photo, long])
            let answer = try await stage.answer(to: question)
            #expect(stage.lastPrompt.last?.contains("<attached>\nnotes.md:\nThe office opens at nine, says Bo.\n</attached>") == true)
            #expect(stage.lastPrompt.last?.contains("opens at eight in the morning") == true, "passages are found by what is attached")
            #expect(answer.contains("\n-# I did not read photo.png: I read up to 4 text files, of 1 kB in all.\n-# I did not read long.txt: "))
            // A file without a word is the question itself.
            _ = try await stage.answer(to: stage.discord.write("<@\(StandInDiscord.botID)>", files: [notes]))
            #expect(stage.lastPrompt.last?.contains("<question>\nnotes.md:\nThe office opens") == true)
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `before there is an index the member is told so; of other trouble once a minute, with a reference to the log`() async throws {
            var bot = try await stage.start(["INDEX_SOURCE": "file://\(stage.program.folder)/nothing"], until: nil)
            #expect(try await stage.reply(to: ask()).content == FixedText.notReady.text(in: .english))
            #expect(try await bot.stop() == 0)

            bot = try await stage.start(until: "rev-1")
            let store = try FileHandle(forWritingTo: URL(filePath: "\(stage.program.folder)/storage/index/rev-1/chunks.sqlite"))
            try store.truncate(atOffset: 4_096)
            let first = ask("¿Cuántos días de vacaciones hay?", in: "302")
            let text = FixedText.failed.text(in: .spanish).replacing("{reference}", with: "`\(first)`")
            #expect(try await stage.reply(to: first).content == text)
            try await bot.process.line(with: "could not be answered", "reference=\(first)", "cause=")
            let second = ask("¿Cuántos días de vacaciones hay?", in: "302")
            try await bot.process.line(with: "could not be answered", "reference=\(second)")
            #expect(try await stage.reply(to: ask("¿Cuántos días hay?", in: "303")).content.contains("referencia"))
            #expect(stage.discord.messages(in: "302").count == 1)
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }
    }
}
