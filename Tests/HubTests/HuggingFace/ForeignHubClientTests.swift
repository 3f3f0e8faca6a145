import Base
import Foundation
import Hub
import TestSupport
import Testing

/// The Hub's own client, run against the stand-in Hub: the stand-in must be to it what the Hub is, our source must read what it publishes,
/// and it must read what we publish. `scripts/test` makes the Python environment with it and names it in DOCENT_TEST_PYTHON.
@Suite(
    .enabled(if: ForeignProgram.python != nil, "DOCENT_TEST_PYTHON is not set: huggingface_hub could not be installed"),
    .timeLimit(.minutes(3)), .serialized)
struct ForeignHubClientTests {
    let fixture: DestinationFixture
    let client: ForeignHubClient

    /// - Parameter limit: The longest piece that the storage takes at once.
    private init(_ limit: Int?) throws {
        fixture = try DestinationFixture(.hub, limit: limit, hasHouseRules: false)
        client = ForeignHubClient(hub: fixture.hub, folder: fixture.folder.path)
    }

    init() throws {
        try self.init(nil)
    }

    @Test(arguments: ["", "artifacts"]) func `a job with HfApi is read in either layout, by commit and by tag`(place: String) async throws {
        try fixture.make("job-1")
        let commits = try await client.script(["publish", fixture.hub.configuration.id, fixture.artifact.path, place, "stable"])
            .split(separator: " ").map(String.init)
        try #require(commits.count == 2)
        for reference in [nil, commits[0], commits[1], "stable"] {
            let read = try await fixture.read(at: reference)
            #expect(read.vectors == DestinationFixture.vectors && read.meta == "[\"job-1\"]")
            #expect(read.manifest["revision"] == .string(commits[0]))
        }
        #expect(fixture.hub.violations == [])
    }

    @Test func `a folder sent by hf upload is read, in one commit or with the manifest in a second`() async throws {
        let id = fixture.hub.configuration.id
        for (name, rounds) in [
            ("one", [[]]), ("two", [["--include", "faiss.index", "--include", "meta.json"], ["--include", "manifest.json"]]),
        ] {
            try fixture.make(name, vectors: sample(200_000, seed: UInt64(name.count)))
            for round in rounds {
                try await client.hf(["upload", id, fixture.artifact.path, "artifacts", "--type", "dataset"] + round)
            }
            #expect(try await fixture.read().meta == "[\"\(name)\"]")
        }
        #expect(fixture.hub.violations == [])
    }

    @Test(arguments: [nil, 100_000]) func `it reads all that docent publish has published, by branch, commit and tag`(limit: Int?) async throws {
        let own = try Self(limit)
        let fixture = own.fixture
        try fixture.make("v1")
        let published = try await fixture.publish()
        try fixture.make("v2", vectors: sample(300_000, seed: 5))
        try await fixture.publish()
        for (revision, name) in [("main", "v2"), ("v1", "v1"), ("v2", "v2")] {
            let folder = "\(fixture.folder.path)/\(name)-\(revision)"
            let told = try await own.client.script(["read", fixture.hub.configuration.id, revision, folder])
            let vectors = name == "v1" ? DestinationFixture.vectors : sample(300_000, seed: 5)
            #expect(Array(try Data(contentsOf: URL(filePath: "\(folder)/artifacts/faiss.index"))) == vectors)
            #expect(try String(contentsOfFile: "\(folder)/artifacts/meta.json", encoding: .utf8) == "[\"\(name)\"]")
            #expect(told.contains("v1 v2") && told.contains("index v2 (") && told.contains("index v2, the data ("))
        }
        let folder = "\(fixture.folder.path)/by-commit"
        try await own.client.hf([
            "download", fixture.hub.configuration.id, "artifacts/faiss.index", "--type", "dataset", "--revision", published.revision, "--local-dir",
            folder,
        ])
        #expect(Array(try Data(contentsOf: URL(filePath: "\(folder)/artifacts/faiss.index"))) == DestinationFixture.vectors)
        #expect(fixture.hub.violations == [])
    }

    @Test func `it publishes over what we have published, and we over what it has`() async throws {
        let id = fixture.hub.configuration.id
        try fixture.make("v1")
        try await fixture.publish()
        try fixture.make("job-2", vectors: sample(120_000, seed: 6))
        _ = try await client.script(["publish", id, fixture.artifact.path, "artifacts", "job"])
        #expect(try await fixture.read().meta == "[\"job-2\"]")
        try fixture.make("v3")
        try await fixture.publish()
        #expect(try await fixture.read().meta == "[\"v3\"]")
        #expect(try await fixture.read(at: "job").meta == "[\"job-2\"]")
        #expect(fixture.hub.violations == [])
    }
}

/// `huggingface_hub` as processes.
struct ForeignHubClient: Sendable {
    let hub: StandInHub
    let folder: String

    /// Runs Tests/Fixtures/clients/hugging_face.py.
    /// - Returns: What it printed.
    func script(_ arguments: [String]) async throws -> String {
        try await ForeignProgram.script("hugging_face", arguments, environment: environment, folder: folder)
    }

    /// Runs the command `hf`.
    func hf(_ arguments: [String]) async throws {
        let program = URL(filePath: ForeignProgram.python ?? "").deletingLastPathComponent().appending(path: "hf").path
        _ = try await ForeignProgram.run(program, arguments, environment: environment, folder: folder)
    }

    private var environment: [String: String] {
        [
            "HF_HOME": "\(folder)/hf", "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": hub.configuration.token, "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_HUB_DISABLE_UPDATE_CHECK": "1",
        ]
    }
}
