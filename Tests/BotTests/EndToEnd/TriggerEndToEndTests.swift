import Base
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Transport

extension EndToEnd {
    /// The index is looked at before its time, by a bot that of itself would look but once a day.
    @Suite struct `Asking for a look` {
        let stage: Stage
        static let seldom = ["DISCORD_TOKEN": "", "INDEX_POLL_SECONDS": "86400"]

        init() async throws { stage = try Stage() }

        @Test func `by a signal, over HTTP with the token, and by a command beside the bot`() async throws {
            try await stage.ingest("rev-1")
            let bot = try await stage.start(Self.seldom.merging(["ADMIN_TOKEN": "0123456789abcdef"]) { $1 }, until: "rev-1")

            try await stage.ingest("rev-2")
            bot.process.send(signal: SIGHUP)
            try await bot.process.line(with: "event=activated", "revision=rev-2")

            try await stage.ingest("rev-3")
            #expect(try await bot.post("/api/sync", [.authorization: "Bearer wrong"]).status == 401)
            let accepted = try await bot.post("/api/sync", [.authorization: "Bearer 0123456789abcdef"])
            #expect(accepted.status == 202 && accepted.text.contains("now"))
            try await bot.process.line(with: "event=activated", "revision=rev-3")

            try await stage.ingest("rev-4")
            let outcome = try await stage.program.run(["index", "sync"], environment: stage.settings)
            #expect(outcome.code == 0 && outcome.output.contains("rev-4"))
            #expect(outcome.errors.contains("the running bot was told (process \(bot.process.id))"))
            try await bot.process.line(with: "event=activated", "revision=rev-4")
            #expect(try await bot.stop() == 0)
            #expect(!bot.process.lines.contains { $0.contains("0123456789") })
        }

        @Test func `by the Hub's webhook, once for all commits of a publication`() async throws {
            let hub = try StandInHub()
            defer { hub.stop() }
            try await publish("rev-1", to: hub)
            let settings = ["INDEX_SOURCE": hub.address, "HF_ENDPOINT": hub.endpoint, "HUB_WEBHOOK_SECRET": "fedcba9876543210"]
            let bot = try await stage.start(Self.seldom.merging(settings) { $1 }, until: "rev-1")
            let looks = hub.visits.count
            try await publish("rev-2", to: hub)
            let event = """
                {"event": {"action": "update", "scope": "repo.content"}, "repo": {"type": "dataset", "name": "\(hub.configuration.id)"}, \
                "updatedRefs": [{"ref": "refs/heads/main", "oldSha": null, "newSha": "c0ffee"}]}
                """
            let secret = try #require(HTTPField.Name("X-Webhook-Secret"))
            #expect(try await bot.post("/api/hooks/hub", [secret: "wrong"], event).status == 403)
            for _ in 0..<5 {
                let answer = try await bot.post("/api/hooks/hub", [secret: "fedcba9876543210"], event)
                #expect(answer.status == 202)
            }
            #expect(hub.visits.count == looks)
            try await bot.process.line(with: "event=activated", "revision=rev-2")
            #expect(try await bot.stop() == 0)
            #expect(hub.violations == [])
        }

        @Test func `a signed index is served, an unsigned one and a stranger's are not`() async throws {
            let keys = ["ours", "strange"].map { "\(stage.program.folder)/\($0).key" }
            let seeds = [[UInt8](repeating: 7, count: 32), [UInt8](repeating: 9, count: 32)]
            for (key, seed) in zip(keys, seeds) { try Data(seed).base64EncodedString().write(toFile: key, atomically: true, encoding: .utf8) }
            // The public key of the seed of sevens.
            let open = "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw="
            try await publish("rev-1", signedWith: keys[0])
            let bot = try await stage.start(["DISCORD_TOKEN": "", "INDEX_PUBLIC_KEY": open], until: "rev-1")
            try await publish("rev-2", signedWith: nil)
            try await bot.process.line(with: "event=refused", "revision=rev-2", "not signed")
            try await publish("rev-3", signedWith: keys[1])
            try await bot.process.line(with: "event=refused", "revision=rev-3", "not signed by anyone")
            #expect(try await bot.revision() == "rev-1")
            try await publish("rev-4", signedWith: keys[0])
            try await bot.process.line(with: "event=activated", "revision=rev-4")
            #expect(try await bot.stop() == 0)
        }

        private func publish(_ revision: String, signedWith key: String?) async throws {
            let artifact = try await stage.ingest(revision, publish: false)
            try await stage.command(["publish", artifact, "--to", stage.source] + (key.map { ["--sign-key", $0] } ?? []))
        }

        /// Commits an artifact, the data first.
        private func publish(_ revision: String, to hub: StandInHub) async throws {
            let artifact = try await stage.ingest(revision, publish: false)
            for files in [["faiss.index", "meta.json"], ["manifest.json"]] {
                hub.commit(
                    try Dictionary(
                        uniqueKeysWithValues: files.map { ("artifacts/\($0)", try Array(Data(contentsOf: URL(filePath: "\(artifact)/\($0)")))) }))
            }
        }
    }
}
