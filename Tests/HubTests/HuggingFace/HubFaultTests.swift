import Hub
import TestSupport
import Testing

/// What the Hub, its storage and the network do wrong.
@Suite struct `A source on the Hub` {
    static let vectors = sample(2_500_000, seed: 7)
    static let file = RemoteFile(name: "faiss.index", size: 2_500_000, sha256: sha256(vectors))

    let fixture: SourceFixture
    let hub: StandInHub

    init() throws {
        fixture = try SourceFixture(.publicHub)
        hub = try #require(fixture.hub)
    }

    private func published() async throws -> Publication {
        try await fixture.publish(["faiss.index": Self.vectors, "meta.json": sample(900, seed: 8)])
        return try await fixture.found()
    }

    @Test func `polls an unchanged manifest with one small request`() async throws {
        let publication = try await published()
        let before = hub.visits.count
        _ = try await fixture.source.look(at: nil, known: publication.mark)
        let polls = hub.visits.dropFirst(before)
        #expect(polls.map(\.method) == ["HEAD"])
    }

    @Test func `waits as the Hub's rate limit says`() async throws {
        try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        hub.inject(.status(429, headers: ["RateLimit": "\"resolvers\";r=0;t=7"]))
        _ = try await fixture.found()
        #expect(fixture.clock.sleeps == [.seconds(9)])
    }

    @Test func `leaves a long wait that the Hub asks for to the next poll`() async throws {
        hub.inject(.status(429, headers: ["RateLimit": "\"resolvers\";r=0;t=240"]))
        await #expect(throws: HubError.rateLimited(retryAfter: .seconds(241))) { try await fixture.found() }
        #expect(fixture.clock.sleeps == [])
    }

    @Test func `refuses a manifest that is not what the Hub's tag says`() async throws {
        try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        hub.inject(.corrupt, on: "manifest.json", times: 100)
        let error = await #expect(throws: HubError.self) { try await fixture.found() }
        guard case .corrupt = error else { throw try #require(error) }
    }

    @Test func `refuses a file of another commit than the one asked for`() async throws {
        let publication = try await published()
        hub.inject(.wrongCommit, on: "faiss.index", times: 100)
        let error = await #expect(throws: HubError.self) { try await fixture.fetch(Self.file, of: publication) }
        guard case .corrupt(name: _, let reason) = error else { throw try #require(error) }
        #expect(reason.contains("commit"))
    }

    @Test func `reads the data at the commit that the manifest names, whatever main holds`() async throws {
        let revision = hub.commit(["artifacts/faiss.index": Self.vectors, "artifacts/meta.json": [1]])
        hub.commit(["artifacts/manifest.json": SourceFixture.manifest(revision, 1, [])])
        hub.commit(["artifacts/faiss.index": sample(10, seed: 1)], title: "a torn publication")
        let publication = try await fixture.found()
        let file = RemoteFile(name: "faiss.index", size: 2_500_000, sha256: sha256(Self.vectors), commit: revision)
        #expect(try await fixture.fetch(file, of: publication) == Self.vectors)
    }

    @Test func `reads at the manifest's commit when its revision is no commit of the repository`() async throws {
        let foreign = String(repeating: "c0", count: 20)
        hub.commit(["artifacts/faiss.index": Self.vectors, "artifacts/manifest.json": SourceFixture.manifest(foreign, 1, [])])
        let publication = try await fixture.found()
        var file = Self.file
        file.commit = foreign
        #expect(try await fixture.fetch(file, of: publication) == Self.vectors)
    }

    @Test func `says that a pinned commit is gone after the history was rewritten`() async throws {
        let revision = try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        let commit = try await fixture.found().commit
        hub.squash()
        let error = await #expect(throws: HubError.self) { try await fixture.found(at: commit) }
        guard case .settings = error else { throw try #require(error) }
        // The manifest that names the revision is still there, and the data beside it.
        #expect(try await fixture.found(at: revision) == fixture.found())
    }

    @Test func `says so when the history is rewritten between the look and the download, and takes what is there then`() async throws {
        let publication = try await published()
        hub.squash()
        let file = RemoteFile(
            name: "faiss.index", commit: String(decoding: publication.manifest, as: UTF8.self).split(separator: "\"").map(String.init)[3])
        let error = await #expect(throws: HubError.self) { try await fixture.fetch(file, of: publication) }
        guard case .moved(let reason) = error else { throw try #require(error) }
        #expect(reason.contains("rewritten"))
        guard case .found(let next) = try await fixture.source.look(at: nil, known: publication.mark) else { return }
        #expect(try await fixture.fetch(RemoteFile(name: "faiss.index"), of: next) == Self.vectors)
    }

    @Test func `sees one whole publication whatever commits one upload was divided into`() async throws {
        try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        // As the Hub's own client does when it is made to wait: the data, then more data with the manifest, under the job's own name.
        hub.commit(["artifacts/faiss.index": Self.vectors], title: "reindex")
        let manifest = "{\"revision\": \"job-7\", \"files\": {\"faiss.index\": {\"sha256\": \"\(sha256(Self.vectors))\"}}}"
        hub.commit(["artifacts/meta.json": [9], "artifacts/manifest.json": Array(manifest.utf8)], title: "reindex (part 2)")
        let publication = try await fixture.found()
        #expect(try await fixture.fetch(Self.file, of: publication) == Self.vectors)
        #expect(try await fixture.fetch(RemoteFile(name: "meta.json"), of: publication, to: "meta") == [9])
    }

    @Test(arguments: [
        StandInFault.corrupt, .truncate(to: 7), .cut(after: 7), .compress, .status(500), .wrongCommit, .delay(.milliseconds(10)),
    ]) func `gets over a passing fault in the manifest`(fault: StandInFault) async throws {
        let fixture = try SourceFixture(.privateHub)
        let revision = try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        fixture.store?.inject(fault, on: "GET /datasets")
        #expect(String(decoding: try await fixture.found().manifest, as: UTF8.self).contains(revision))
        #expect(fixture.violations == [])
    }

    @Test func `pins by tag`() async throws {
        let revision = try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        hub.tag("v1", try await fixture.found().commit)
        try await fixture.publish(["faiss.index": [3], "meta.json": [4]])
        #expect(String(decoding: try await fixture.found(at: "v1").manifest, as: UTF8.self).contains(revision))
        #expect(try await fixture.source.publications(limit: 10).contains { $0.title.contains("[v1]") })
    }

    @Test func `pins by a manifest's revision of forty digits that is no commit of the repository`() async throws {
        let foreign = String(repeating: "c0", count: 20)
        hub.commit(["artifacts/manifest.json": SourceFixture.manifest(foreign, 1, [])])
        try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        #expect(String(decoding: try await fixture.found(at: foreign).manifest, as: UTF8.self).contains(foreign))
    }

    @Test func `goes before the root where a publisher goes on in artifacts, as a bot that starts then does`() async throws {
        hub.commit(["manifest.json": SourceFixture.manifest("at-the-root", 1, [])])
        let first = try await fixture.found()
        hub.commit(["artifacts/manifest.json": SourceFixture.manifest("in-artifacts", 2, [])])
        guard case .found(let second) = try await fixture.source.look(at: nil, known: first.mark) else { throw HubError.moved("unchanged") }
        #expect(String(decoding: second.manifest, as: UTF8.self).contains("in-artifacts"))
        // The root is as good as ever when there is nothing else, and a poll of it is one request.
        hub.commit(["manifest.json": SourceFixture.manifest("back", 3, [])], removing: ["artifacts/manifest.json"])
        guard case .found(let third) = try await fixture.source.look(at: nil, known: second.mark) else { throw HubError.moved("unchanged") }
        #expect(String(decoding: third.manifest, as: UTF8.self).contains("back"))
        let before = hub.visits.count
        #expect(try await fixture.source.look(at: nil, known: third.mark) == .unchanged)
        #expect(hub.visits.count == before + 1)
    }

    @Test func `finds the manifest again after it has moved to the root`() async throws {
        try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        let first = try await fixture.found()
        hub.commit(["manifest.json": SourceFixture.manifest("moved", 2, [])], removing: ["artifacts/manifest.json"])
        guard case .found(let second) = try await fixture.source.look(at: nil, known: first.mark) else { return }
        #expect(String(decoding: second.manifest, as: UTF8.self).contains("moved"))
    }
}
