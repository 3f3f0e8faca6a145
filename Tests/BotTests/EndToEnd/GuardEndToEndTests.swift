import Base
import Foundation
import HTTPTypes
import TestSupport
import Testing

extension EndToEnd {
    /// A worse index does not reach members, and the operator learns of it.
    @Suite struct `Keeping a worse index away` {
        let stage: Stage

        init() async throws { stage = try Stage() }

        private func metric(_ line: String, of bot: Bot) async throws -> Bool {
            try await bot.get("/metrics").text.split(separator: "\n").contains(Substring(line))
        }

        @Test func `an index without a document that must be in it is refused, and told of everywhere`() async throws {
            let canary = #"{"question": "Which rev-1 is this handbook of?", "source": "rev-1.txt", "text": "rev-1 of the handbook"}"#
            try stage.program.write(canary, to: "canaries.jsonl")
            try await stage.ingest("rev-1")
            let guarded = ["INDEX_CANARIES": "\(stage.program.folder)/canaries.jsonl", "DISCORD_OPERATIONS_CHANNEL": "990"]
            let bot = try await stage.start(guarded, until: "rev-1")
            #expect(bot.process.lines.contains { $0.contains("event=installed") && $0.contains("1 of 1 canaries found what they want") })
            #expect(try await stage.ask(in: "610").contains("index rev-1"))

            try FileManager.default.removeItem(atPath: "\(stage.program.folder)/documents/rev-1.txt")
            try await stage.ingest("rev-2")
            try await bot.process.line(with: "event=refused", "rev-2", "Which rev-1 is this handbook of?")
            try await stage.discord.wait(within: .seconds(20)) { $0.sent.contains { $0.channel == "990" } }
            let notice = try #require(stage.discord.messages(in: "990").first?.content)
            #expect(notice.contains("rev-2 was refused") && notice.contains("does not find rev-1.txt"))
            #expect(try await stage.ask(in: "611").contains("index rev-1"))

            let status = try await bot.get("/api/status").json
            guard case .array(let refused)? = status?["refused"], case .array(let history)? = status?["history"] else {
                Issue.record("no such keys: \(String(describing: status))")
                return
            }
            #expect(refused.map { $0["revision"]?.stringValue } == ["rev-2"])
            #expect(history.map { $0["kind"]?.stringValue }.prefix(3) == ["refused", "detected", "activated"])
            #expect(try await metric(#"docent_index_events_total{event="refused"} 1"#, of: bot))
            #expect(try await metric("docent_index_quarantined 1", of: bot))
            #expect(try await metric("docent_ready 1", of: bot))
            let list = try await stage.program.run(["index", "list"], environment: stage.settings.merging(guarded) { $1 })
            #expect(list.output.contains("refused    rev-2") && list.output.contains("history    "))
            let beside = try await stage.program.run(["index", "status"], environment: stage.settings.merging(guarded) { $1 })
            #expect(beside.output.contains("trouble  since") && beside.output.contains("does not find rev-1.txt"))

            try stage.program.write("This is rev-1 of the handbook.", to: "documents/rev-1.txt")
            try await stage.ingest("rev-3")
            let activated = try await bot.process.line(with: "event=activated", "rev-3")
            // Compared by what was asked before.
            #expect(activated.contains("recent questions found before, it finds 100 % of the sources"))
            #expect(try await metric(#"docent_index_recall_ratio{of="sources"} 1"#, of: bot))
            #expect(stage.discord.messages(in: "990").count == 1)
            #expect(try await bot.stop() == 0)
            let pin = try await stage.program.run(["index", "pin", "rev-2"], environment: stage.settings.merging(guarded) { $1 })
            #expect(pin.code == 0 && pin.errors.contains("the index was refused (revision rev-2)"))
            stage.expectGoodManners()
        }

        @Test func `an index whose searches fail is taken back within its trial, and not served again after a restart`() async throws {
            try await stage.ingest("rev-1")
            let bot = try await stage.start(["DISCORD_TOKEN": ""], until: "rev-1")
            try await stage.ingest("rev-2")
            try await bot.process.line(with: "event=activated", "rev-2")
            // The disk loses what is behind the first page.
            let store = try FileHandle(forWritingTo: URL(filePath: "\(stage.program.folder)/storage/index/rev-2/chunks.sqlite"))
            try store.truncate(atOffset: 4_096)
            try store.close()
            func ask(_ question: String) async throws -> String {
                try await bot.post("/api/chat", [.contentType: "application/json"], "{\"question\": \"\(question)\"}").text
            }
            for question in ["When does the office open?", "How many days of vacation?", "Which rev-2 of the handbook is it?"] {
                _ = try await ask(question)
            }
            try await bot.process.line(with: "event=rolled_back", "rev-2", "3 of 3 searches failed")
            try await bot.process.line(with: "event=activated", "rev-1", after: bot.process.lines.firstIndex { $0.contains("rev-2") } ?? 0)
            #expect(try await ask("When does the office open?").contains("rev-1"))
            #expect(try await metric(#"docent_index_events_total{event="rolled_back"} 1"#, of: bot))
            #expect(try await metric("docent_search_failures_total 3", of: bot))
            #expect(try await bot.stop() == 0)
            let again = try await stage.start(["DISCORD_TOKEN": ""], until: "rev-1")
            #expect(try await again.get("/api/status").json?["refused"] != .array([]))
            #expect(try await again.revision() == "rev-1")
            #expect(try await again.stop() == 0)
        }

        @Test func `an index under which the bot dies again and again is taken back at the next start`() async throws {
            try await stage.ingest("rev-1")
            let first = try await stage.start(["DISCORD_TOKEN": ""], until: "rev-1")
            try await stage.ingest("rev-2")
            try await first.process.line(with: "event=activated", "rev-2")
            first.process.send(signal: SIGKILL)
            _ = try await first.process.end()
            for _ in 0..<2 {
                let bot = try await stage.start(["DISCORD_TOKEN": ""], until: "rev-2")
                bot.process.send(signal: SIGKILL)
                _ = try await bot.process.end()
            }
            let bot = try await stage.start(["DISCORD_TOKEN": ""], until: "rev-1")
            try await bot.process.line(with: "event=rolled_back", "rev-2", "died 3 times")
            #expect(try await bot.revision() == "rev-1")
            #expect(try await bot.stop() == 0)
        }

        @Test func `an index whose answers members vote down is taken back where votes are heeded`() async throws {
            try await stage.ingest("rev-1")
            let heeded = ["INDEX_ROLLBACK": "errors,votes"]
            let first = try await stage.start(heeded, until: "rev-1")
            try await stage.ingest("rev-2")
            try await first.process.line(with: "event=activated", "rev-2")
            let question = stage.discord.write("<@\(StandInDiscord.botID)> How many days of vacation are there?", in: "620")
            let answer = try await stage.reply(to: question, containing: "index rev-2")
            try await stage.discord.wait(within: .seconds(20)) { record in record.sent.first { $0.id == answer.id }?.buttons.count == 3 }
            let down = try #require(stage.discord.record.sent.first { $0.id == answer.id }?.buttons[1])
            func vote(_ numbers: Range<Int>) async throws {
                for number in numbers {
                    _ = try await stage.response(
                        to: stage.discord.press(down, under: answer.id, by: .init(id: "80\(number)", name: "P\(number)")), containing: "👎")
                }
            }
            try await vote(0..<3)
            #expect(try await first.stop() == 0)
            // What was said before a restart counts on.
            let bot = try await stage.start(heeded, until: "rev-2")
            try await vote(3..<5)
            try await bot.process.line(with: "event=rolled_back", "rev-2", "5 of 5 votes", "5 members")
            #expect(try await stage.ask(in: "621").contains("index rev-1"))
            #expect(try await metric(#"docent_votes_total{vote="down"} 2"#, of: bot))
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }
    }
}
