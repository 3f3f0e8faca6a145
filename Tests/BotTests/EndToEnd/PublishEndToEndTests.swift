import Base
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `docent publish` and `docent ingest --publish`, to the services, and a bot that follows.
    @Suite struct `Publishing an index` {
        let stage: Stage
        let hub: StandInHub
        let gitHub: StandInGitHub

        init() async throws {
            stage = try Stage()
            hub = try StandInHub()
            gitHub = try StandInGitHub()
        }

        private var services: [String: String] {
            [
                "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": hub.configuration.token, "GITHUB_API_URL": gitHub.api,
                "GITHUB_TOKEN": gitHub.configuration.token,
            ]
        }

        @Test(arguments: ["hub", "gitHub"]) func `is followed by a running bot and pinned by its name`(kind: String) async throws {
            let address = kind == "hub" ? hub.address : gitHub.address
            let environment = stage.settings.merging(services) { $1 }
            let first = try await stage.ingest("rev-1", publish: false)
            var outcome = try await stage.program.run(["publish", first, "--to", address, "--json"], environment: environment)
            #expect(outcome.code == 0, "\(outcome.errors)")
            let told = try JSONDecoder().decode(JSONValue.self, from: Data(outcome.output.utf8))
            let revision = try #require(told["revision"]?.stringValue)
            #expect(told["tag"] == "rev-1" && (kind == "hub") == (revision != "rev-1"))

            let bot = try await stage.start(services.merging(["INDEX_SOURCE": address, "DISCORD_TOKEN": ""]) { $1 }, until: revision)
            let second = try await stage.ingest("rev-2", publish: false)
            outcome = try await stage.program.run(["publish", second, "--to", address], environment: environment)
            #expect(outcome.code == 0 && outcome.output.contains("tag rev-2"), "\(outcome.errors)")
            try await bot.process.line(with: "event=activated", kind == "hub" ? hub.repository.history("main")[1].id : "rev-2")
            let said = bot.process.lines.count
            try await stage.command(["index", "pin", "rev-1"], services.merging(["INDEX_SOURCE": address]) { $1 })
            try await bot.process.line(with: "event=activated", revision, after: said)
            #expect(try await bot.stop() == 0)
            #expect(hub.violations == [] && gitHub.violations == [])
        }

        @Test func `refuses what no bot would serve, and sends nothing of it`() async throws {
            let artifact = try await stage.ingest("rev-1", publish: false)
            // Right by its hashes, but no index.
            let vectors = [UInt8](repeating: 7, count: 400)
            try Data(vectors).write(to: URL(filePath: "\(artifact)/faiss.index"))
            let path = "\(artifact)/manifest.json"
            var manifest = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any] ?? [:]
            manifest["files"] = nil
            try JSONSerialization.data(withJSONObject: manifest).write(to: URL(filePath: path))
            let environment = stage.settings.merging(services) { $1 }
            for arguments in [["publish", artifact, "--to", hub.address], ["index", "verify", artifact]] {
                let outcome = try await stage.program.run(arguments, environment: environment)
                #expect(outcome.code == 1 && outcome.errors.contains("(\(artifact)): it is not a FAISS index"), "\(outcome.errors)")
            }
            #expect(hub.visits.isEmpty)
        }

        @Test func `without a token that may write ends with 2 and says what it needs`() async throws {
            let artifact = try await stage.ingest("rev-1", publish: false)
            let verified = try await stage.program.run(["index", "verify", artifact], environment: stage.settings)
            #expect(verified.code == 0 && verified.output.contains("is good: revision rev-1"))
            let reader = ["HF_TOKEN": hub.configuration.readToken, "GITHUB_TOKEN": gitHub.configuration.readToken]
            let environment = stage.settings.merging(services) { $1 }.merging(reader) { $1 }
            for address in [hub.address, gitHub.address] {
                let outcome = try await stage.program.run(["publish", artifact, "--to", address], environment: environment)
                #expect(outcome.code == 2 && outcome.errors.contains("may not write to"), "\(outcome.errors)")
                #expect(!outcome.errors.contains(hub.configuration.readToken) && !outcome.errors.contains(gitHub.configuration.readToken))
            }
        }
    }
}
