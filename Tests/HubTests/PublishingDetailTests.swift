import Base
import Hub
import TestSupport
import Testing

/// What publishing does in one place only.
@Suite struct `Publishing` {
    @Test func `to the Hub makes two commits, the data and the manifest that names them, and a tag`() async throws {
        let fixture = try DestinationFixture(.hub)
        try fixture.make("v1")
        let published = try await fixture.publish()
        let repository = fixture.hub.repository
        let history = repository.history("main")
        try #require(history.count == 3)
        #expect(history[1].id == published.revision && history[1].files["artifacts/manifest.json"] == nil)
        #expect(history[1].files["artifacts/faiss.index"]?.isLarge == true && history[1].files["artifacts/meta.json"]?.isLarge == false)
        #expect(Set(history[0].files.keys).subtracting(history[1].files.keys) == ["artifacts/manifest.json"])
        #expect(repository.tags == ["v1": history[0].id])
    }

    @Test func `to the Hub stays in the layout that is there, and sends no file that is there`() async throws {
        let fixture = try DestinationFixture(.hub)
        try fixture.make("v1")
        fixture.hub.commit([
            "manifest.json": SourceFixture.manifest("old", 1, []), "faiss.index": DestinationFixture.vectors, "meta.json": Array("[\"v1\"]".utf8),
        ])
        let published = try await fixture.publish()
        let tip = try #require(fixture.hub.repository.history("main").first)
        #expect(tip.parent == published.revision && tip.files["artifacts/manifest.json"] == nil && tip.files["manifest.json"] != nil)
        // The data was there to the byte: only the manifest was committed.
        #expect(fixture.hub.repository.commits.count == 3)
        #expect(!fixture.hub.visits.contains { $0.method == "PUT" })
    }

    @Test func `to a repository that does not exist says how to make it`() async throws {
        let fixture = try DestinationFixture(.hub)
        try fixture.make("v1")
        let destination = HuggingFaceDestination(
            repository: HuggingFaceRepository(kind: .dataset, id: "acme/nothing"), fixture.hub.access("hf_secret", fixture.clock))
        let error = await #expect(throws: HubError.self) { try await fixture.publish(destination) }
        guard case .settings(_, let remedy) = error else { throw try #require(error) }
        #expect(remedy.contains("hf repos create acme/nothing --type dataset"))
    }

    @Test func `to GitHub takes away what a broken upload has left`() async throws {
        let fixture = try DestinationFixture(.gitHub)
        try fixture.make("v1")
        fixture.store.inject(.truncate(to: 0), on: "name=faiss")
        try await fixture.publish()
        #expect(fixture.gitHub.releases[0].assets.allSatisfy { $0.state == "uploaded" })
        #expect(fixture.gitHub.releases[0].assets.count == 3)
        #expect(try await fixture.read().vectors == DestinationFixture.vectors)
    }

    @Test func `to GitHub shows nobody a release before all of it is there`() async throws {
        let fixture = try DestinationFixture(.gitHub)
        try fixture.make("v1")
        fixture.store.inject(.status(503), on: "PATCH", times: 100)
        await #expect(throws: HubError.self) { try await fixture.publish() }
        #expect(fixture.gitHub.releases.map(\.isDraft) == [true] && fixture.gitHub.releases[0].assets.count == 3)
        await #expect(throws: HubError.self) { try await fixture.read() }
    }

    @Test func `to a tag on GitHub takes that name and no other`() async throws {
        let fixture = try DestinationFixture(.gitHub)
        try fixture.make("v1")
        #expect(try await fixture.publish(fixture.destination(tag: "stable")).tag == "stable")
        try fixture.make("v2")
        let error = await #expect(throws: HubError.self) { try await fixture.publish(fixture.destination(tag: "stable")) }
        guard case .settings(_, let remedy) = error else { throw try #require(error) }
        #expect(remedy.contains("@another-tag"))
    }

    @Test(
        arguments: [
            ("v1.2", "v1.2"), (String(repeating: "ab", count: 20), "index-abababababab"), ("a..b", nil), ("x.lock", nil), ("-x", nil), ("año 1", nil),
        ] as [(String, String?)]) func `names a tag that git takes`(revision: String, tag: String?)
    {
        let name = ArtifactName.tag(for: revision)
        if let tag { #expect(name == tag) }
        #expect(name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil && !name.contains("..") && !name.hasSuffix(".lock"))
        #expect(!ArtifactName.isCommit(name) && name == ArtifactName.tag(for: revision))
    }
}
