import Base
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The index changes while the bot runs.
    @Suite struct `Following the index` {
        let stage: Stage

        init() async throws { stage = try Stage() }

        @Test func `questions are answered throughout a new revision, a pin and its end`() async throws {
            try await stage.ingest("rev-1")
            let bot = try await stage.start(until: "rev-1")
            async let publication: String = stage.ingest("rev-2")
            var revisions: [Set<String>] = []
            for round in 0..<200 where revisions.last != ["rev-2"] {
                revisions.append(try await ask(4, round))
            }
            _ = try await publication
            #expect(revisions.first == ["rev-1"] && revisions.last == ["rev-2"])
            // One round may meet both; whoever asks after it meets the new one.
            let first = try #require(revisions.firstIndex { $0.contains("rev-2") })
            #expect(revisions.prefix(first).allSatisfy { $0 == ["rev-1"] } && revisions.count - first <= 2)

            try await change(bot, ["index", "pin", "rev-1"], to: "rev-1")
            try await change(bot, ["index", "unpin"], to: "rev-2")
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `the last good revision is served without its source, and INDEX_REVISION goes before it`() async throws {
            for revision in ["rev-1", "rev-2"] {
                try await stage.ingest(revision)
                let bot = try await stage.start(["DISCORD_TOKEN": ""], until: revision)
                #expect(try await bot.stop() == 0)
            }
            let gone = ["DISCORD_TOKEN": "", "INDEX_SOURCE": "hf://datasets/acme/gone", "HF_ENDPOINT": "http://127.0.0.1:\(try FreePort.find())"]
            for (revision, pin) in [("rev-2", ""), ("rev-1", "rev-1")] {
                let bot = try await stage.start(gone.merging(["INDEX_REVISION": pin]) { $1 }, until: revision)
                #expect(try await bot.revision() == revision)
                #expect(try await bot.get("/readyz").status == 200)
                #expect(try await bot.stop() == 0)
            }
            // What can be gone back to is told also then, with why there may be more.
            let nowhere = stage.settings.merging(["INDEX_SOURCE": "file:///nowhere"]) { $1 }
            let list = try await stage.program.run(["index", "list"], environment: nowhere)
            #expect(list.output.contains("stored     rev-2") && list.output.contains("stored     rev-1"))
            #expect(list.code == 2 && list.errors.contains("/nowhere is not there"))
        }

        @Test func `two bots and commands share one storage directory`() async throws {
            try await stage.ingest("rev-1")
            let local = ["DISCORD_TOKEN": ""]
            async let first = stage.start(local, until: "rev-1")
            async let second = stage.start(local, until: "rev-1")
            let bots = try await [first, second]
            for revision in ["rev-2", "rev-3"] {
                try await stage.ingest(revision)
                try await withThrowingTaskGroup { [stage] group in
                    for _ in 0..<2 { group.addTask { try await stage.command(["index", "sync"]) } }
                    try await group.waitForAll()
                }
                for bot in bots { try await bot.process.line(with: "event=activated", "revision=\(revision)") }
            }
            // One of the four has fetched it, the others have taken it from the disk.
            let installed = bots.flatMap(\.process.lines).filter { $0.contains("event=installed") && $0.contains("revision=rev-1") }
            #expect(installed.count == 1)
            let said = bots.map(\.process.lines.count)
            try await stage.command(["index", "pin", "rev-1"])
            for (bot, count) in zip(bots, said) { try await bot.process.line(with: "event=activated", "revision=rev-1", after: count) }
            // One is killed as it is; the other goes on, and so does the next in its place.
            bots[0].process.send(signal: SIGKILL)
            _ = try await bots[0].process.end()
            try await stage.command(["index", "unpin"])
            try await bots[1].process.line(with: "event=activated", "revision=rev-3", after: said[1])
            let third = try await stage.start(local, until: "rev-3")
            #expect(try await third.stop() == 0)
            #expect(try await bots[1].stop() == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(stage.program.folder)/storage/index")
            #expect(!names.contains { $0.contains(".partial") || $0.contains(".removed") || $0.hasSuffix(".tmp") })
        }

        @Test func `the status beside a bot tells its memory and the files of its index`() async throws {
            try await stage.ingest("rev-1")
            let bot = try await stage.start(["DISCORD_TOKEN": ""], until: "rev-1")
            func status() async throws -> JSONValue {
                let outcome = try await stage.program.run(["index", "status", "--json"], environment: stage.settings)
                return try JSONDecoder().decode(JSONValue.self, from: Data(outcome.output.utf8))
            }
            let told = try await status()
            guard case .array(let serving)? = told["serving"], case .array(let stored)? = told["stored"] else {
                Issue.record("no such keys: \(told)")
                return
            }
            #expect(serving.map { $0["process"]?.intValue } == [Int(bot.process.id)])
            let memory = serving.first?["memory"]
            #expect(memory?["resident"]?.intValue ?? 0 > 1 << 20)
            #expect(memory?["resident"]?.intValue == (memory?["own"]?.intValue ?? 0) + (memory?["mapped"]?.intValue ?? 0))
            #expect(stored.first?["files"]?["faiss.index"]?.intValue ?? 0 > 0)
            #expect(try await bot.get("/api/status").json?["memory"]?["resident"]?.intValue ?? 0 > 1 << 20)
            #expect(try await bot.stop() == 0)
            guard case .array([])? = try await status()["serving"] else {
                Issue.record("somebody still serves")
                return
            }
        }

        @Test func `a torn, a corrupt and an unreachable publication leave the old one in service`() async throws {
            let hub = try StandInHub()
            defer { hub.stop() }
            try await publish("rev-1", to: hub)
            let bot = try await stage.start(["INDEX_SOURCE": hub.address, "HF_ENDPOINT": hub.endpoint], until: "rev-1")
            #expect(try await stage.ask(in: "600").contains("index rev-1"))

            // The manifest is there before its files.
            try await publish("rev-2", to: hub, files: ["manifest.json"])
            try await bot.process.line(with: "refused", "rev-2")
            #expect(try await stage.ask(in: "601").contains("index rev-1"))

            // A byte of the vectors is another one, however often they are fetched.
            hub.inject(.corrupt, at: .storage, times: 1_000)
            try await publish("rev-3", to: hub)
            try await bot.process.line(with: "refused", "rev-3")
            #expect(try await stage.ask(in: "602").contains("index rev-1"))
            hub.heal()

            hub.inject(.status(503), times: 1_000)
            let said = bot.process.lines.count
            try await publish("rev-4", to: hub)
            try await bot.process.line(with: "not up to date", "503", after: said)
            #expect(try await stage.ask(in: "603").contains("index rev-1"))
            hub.heal()

            try await bot.process.line(with: "event=activated", "rev-4")
            #expect(try await stage.ask(in: "604").contains("index rev-4"))
            #expect(try await bot.stop() == 0)
            #expect(hub.violations == [])
            stage.expectGoodManners()
        }

        /// Asks so many questions at once, each in a channel of its own.
        /// - Returns: The revisions that their answers name.
        private func ask(_ count: Int, _ round: Int) async throws -> Set<String> {
            try await withThrowingTaskGroup(of: String.self) { [stage] group in
                for number in 0..<count {
                    group.addTask { try await stage.ask(in: String(1_000 + round * count + number)) }
                }
                return try await group.reduce(into: []) { $0.insert($1.split(separator: "index ").last.map(String.init) ?? "") }
            }
        }

        /// Runs a command beside the bot, and sees the bot follow.
        private func change(_ bot: Bot, _ arguments: [String], to revision: String) async throws {
            let said = bot.process.lines.count
            try await stage.command(arguments)
            try await bot.process.line(with: "event=activated", "revision=\(revision)", after: said)
            #expect(try await stage.ask(in: revision == "rev-1" ? "701" : "702").contains("index \(revision)"))
        }

        /// Commits an artifact's files, in one commit.
        private func publish(_ revision: String, to hub: StandInHub, files: [String] = ["manifest.json", "faiss.index", "meta.json"]) async throws {
            let artifact = try await stage.ingest(revision, publish: false)
            hub.commit(
                try Dictionary(
                    uniqueKeysWithValues: files.map { ("artifacts/\($0)", try Array(Data(contentsOf: URL(filePath: "\(artifact)/\($0)")))) }))
        }
    }
}
