import Foundation
import TestSupport
import Testing

/// PyGithub, run against the stand-in GitHub: the stand-in must be to it what GitHub is, our source must read what it publishes, and it must
/// read what we publish.
@Suite(
    .enabled(if: ForeignProgram.python != nil, "DOCENT_TEST_PYTHON is not set: PyGithub could not be installed"), .timeLimit(.minutes(3)),
    .serialized)
struct ForeignGitHubClientTests {
    let fixture: DestinationFixture

    init() throws {
        fixture = try DestinationFixture(.gitHub, hasHouseRules: false)
    }

    private func client(_ command: String, _ folder: String, _ tag: String) async throws -> String {
        let configuration = fixture.gitHub.configuration
        return try await ForeignProgram.script(
            "git_hub", [fixture.gitHub.api, configuration.token, configuration.repository, command, folder, tag], folder: fixture.folder.path)
    }

    @Test func `a release that a job has made with it is read, and followed by ours`() async throws {
        try fixture.make("job-1")
        _ = try await client("publish", fixture.artifact.path, "job-1")
        #expect(try await fixture.read().vectors == DestinationFixture.vectors)
        try fixture.make("v2", vectors: sample(200_000, seed: 2))
        try await fixture.publish()
        #expect(try await fixture.read().meta == "[\"v2\"]")
        #expect(try await fixture.read(at: "job-1").meta == "[\"job-1\"]")
        #expect(fixture.gitHub.violations == [])
    }

    @Test func `it reads all that docent publish has published`() async throws {
        for name in ["v1", "v2"] {
            try fixture.make(name)
            try await fixture.publish()
        }
        let folder = try TemporaryFolder()
        #expect(try await client("read", folder.path, "v1") == "v2 v1")
        #expect(try folder.read("faiss.index") == DestinationFixture.vectors)
        #expect(String(decoding: try folder.read("meta.json"), as: UTF8.self) == "[\"v1\"]")
        #expect(folder.names == ["faiss.index", "manifest.json", "meta.json"])
        #expect(fixture.gitHub.violations == [])
    }
}
