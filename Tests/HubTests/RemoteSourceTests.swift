import Hub
import TestSupport
import Testing
import Transport

/// What every source keeps to whose bytes come over a network, whatever the service, its storage and the way between them do wrong.
@Suite struct `Any source over a network` {
    static let vectors = sample(2_500_000, seed: 7)
    static let file = RemoteFile(name: "faiss.index", size: 2_500_000, sha256: sha256(vectors))
    static let kinds = SourceFixture.Kind.remote

    private func published(_ kind: SourceFixture.Kind) async throws -> (SourceFixture, any StandInStore, Publication) {
        let fixture = try SourceFixture(kind)
        try await fixture.publish(["faiss.index": Self.vectors, "meta.json": sample(900, seed: 8)])
        return (fixture, try #require(fixture.store), try await fixture.found())
    }

    static let passing: [StandInFault] = [
        .cut(after: 1_200_000), .truncate(to: 1_000_000), .status(500), .status(503), .corrupt, .status(429, headers: ["Retry-After": "3"]),
        .compress, .delay(.milliseconds(20)),
    ]

    @Test(arguments: kinds, passing) func `gets over a passing fault of the storage`(kind: SourceFixture.Kind, fault: StandInFault) async throws {
        let (fixture, store, publication) = try await published(kind)
        store.inject(fault, at: .storage, on: "faiss.index")
        #expect(try await fixture.fetch(Self.file, of: publication) == Self.vectors)
        #expect(fixture.violations == [])
    }

    static let useless: [StandInFault] = [.ignoreRange, .wrongRange, .compress]

    @Test(arguments: kinds, useless) func `begins anew when a range is answered with something else`(kind: SourceFixture.Kind, fault: StandInFault)
        async throws
    {
        let (fixture, store, publication) = try await published(kind)
        store.inject(.cut(after: 1_500_000), at: .storage, on: "faiss.index")
        store.inject(fault, at: .storage, on: "faiss.index", skips: 1)
        #expect(try await fixture.fetch(Self.file, of: publication) == Self.vectors)
        #expect(store.visits.contains { $0.range != nil })
    }

    @Test(arguments: kinds) func `goes on after dropped connections for as long as each gets further`(kind: SourceFixture.Kind) async throws {
        let (fixture, store, publication) = try await published(kind)
        // A redirect is followed with the range, so a try may ask for it twice.
        store.inject(.cut(after: 1_100_000), at: .storage, on: "faiss.index", times: 2)
        #expect(try await fixture.fetch(Self.file, of: publication) == Self.vectors)
        #expect(Set(store.visits.compactMap(\.range)).count == 2)
    }

    @Test(arguments: kinds) func `refuses a file that stays corrupt at the right length, with and without the manifest's hash`(
        kind: SourceFixture.Kind
    ) async throws {
        let (fixture, store, publication) = try await published(kind)
        store.inject(.corrupt, at: .storage, on: "faiss.index", times: 100)
        for file in [Self.file, RemoteFile(name: "faiss.index")] {
            let error = await #expect(throws: HubError.self) { try await fixture.fetch(file, of: publication) }
            guard case .corrupt(name: "faiss.index", _) = error else { throw try #require(error) }
            #expect(!fixture.folder.names.contains("got"))
        }
    }

    @Test(arguments: kinds) func `refuses a file that stays too short`(kind: SourceFixture.Kind) async throws {
        let (fixture, store, publication) = try await published(kind)
        store.inject(.truncate(to: 1_000), at: .storage, on: "faiss.index", times: 100)
        await #expect(throws: HubError.self) { try await fixture.fetch(RemoteFile(name: "faiss.index"), of: publication) }
        #expect(!fixture.folder.names.contains("got"))
    }

    @Test(arguments: kinds, [StandInFault.status(500), .status(504), .status(429, headers: ["Retry-After": "7"])])
    func `gets over a passing fault of the service`(kind: SourceFixture.Kind, fault: StandInFault) async throws {
        let fixture = try SourceFixture(kind)
        try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        fixture.store?.inject(fault, times: 2)
        _ = try await fixture.found()
        #expect(fixture.clock.sleeps.count == 2)
        // As long as asked, and up to a second more, so that not all come back at once.
        if case .status(429, _) = fault { #expect(fixture.clock.sleeps == [.seconds(8), .seconds(8)]) }
    }

    @Test(arguments: kinds) func `leaves a long wait that it is asked for to the next poll`(kind: SourceFixture.Kind) async throws {
        let fixture = try SourceFixture(kind)
        fixture.store?.inject(.status(429, headers: ["Retry-After": "240"]))
        await #expect(throws: HubError.rateLimited(retryAfter: .seconds(240))) { try await fixture.found() }
        #expect(fixture.clock.sleeps == [])
    }

    @Test(arguments: kinds) func `gives up on a service that stays broken, and says so`(kind: SourceFixture.Kind) async throws {
        let fixture = try SourceFixture(kind)
        fixture.store?.inject(.status(502), times: 100)
        let error = await #expect(throws: HubError.self) { try await fixture.found() }
        guard case .unavailable(let reason) = error else { throw try #require(error) }
        #expect(reason.contains("502"))
        #expect(fixture.clock.sleeps.count == 4)
    }

    @Test(arguments: [SourceFixture.Kind.publicHub, .publicGitHub]) func `tries again what keeps it waiting too long`(
        kind: SourceFixture.Kind
    ) async throws {
        let fixture = try SourceFixture(kind)
        try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        let store = try #require(fixture.store)
        store.inject(.delay(.seconds(2)))
        let impatient = HTTPTimeouts(idle: .milliseconds(300))
        let source: any ArtifactSource
        if let hub = fixture.hub {
            source = HuggingFaceSource(
                repository: HuggingFaceRepository(kind: .dataset, id: hub.configuration.id), hub.access(nil, fixture.clock, timeouts: impatient))
        } else {
            let gitHub = try #require(fixture.gitHub)
            source = GitHubSource(repository: gitHub.repository(), gitHub.access(nil, fixture.clock, timeouts: impatient))
        }
        _ = try await source.look(at: nil, known: nil)
        #expect(fixture.clock.sleeps.count == 1)
    }

    @Test(arguments: kinds) func `does not go on with what was begun of other content`(kind: SourceFixture.Kind) async throws {
        let (fixture, store, publication) = try await published(kind)
        store.inject(.cut(after: 1_500_000), at: .storage, on: "faiss.index")
        store.inject(.status(500), at: .storage, on: "faiss.index", skips: 1, times: 100)
        await #expect(throws: HubError.self) { try await fixture.fetch(RemoteFile(name: "faiss.index"), of: publication) }
        #expect(fixture.folder.names.contains("got.download"))
        store.heal()
        let other = sample(2_500_000, seed: 99)
        try await fixture.publish(["faiss.index": other, "meta.json": [1]])
        let next = try await fixture.found()
        let before = store.visits.count
        #expect(try await fixture.fetch(RemoteFile(name: "faiss.index"), of: next) == other)
        #expect(store.visits.dropFirst(before).allSatisfy { $0.range == nil })
    }

    @Test(arguments: [SourceFixture.Kind.privateHub, .privateGitHub]) func `gives the token to the service and to nobody else`(
        kind: SourceFixture.Kind
    ) async throws {
        let (fixture, store, publication) = try await published(kind)
        store.inject(.thirdHost, times: 2)
        #expect(try await fixture.fetch(Self.file, of: publication) == Self.vectors)
        #expect(fixture.violations == [])
        #expect(store.visits.allSatisfy { $0.hasToken == ($0.host == .service) })
        #expect(store.visits.contains { $0.host == .storage })
    }

    @Test(arguments: [SourceFixture.Kind.privateHub, .privateGitHub]) func `asks for a fresh address when the signed one has expired`(
        kind: SourceFixture.Kind
    ) async throws {
        let (fixture, store, publication) = try await published(kind)
        let before = store.visits.filter { $0.host == .storage }.count
        // The Hub's HEAD gets an address that is never used.
        store.inject(.expiredAddress, on: kind == .privateHub ? "GET /datasets" : "/assets/")
        #expect(try await fixture.fetch(Self.file, of: publication) == Self.vectors)
        #expect(store.visits.filter { $0.host == .storage }.count == before + 2)
        #expect(fixture.clock.sleeps == [])
    }

    @Test(arguments: [SourceFixture.Kind.publicHub, .publicGitHub]) func `follows a tag that is moved, and never mixes what it led to`(
        kind: SourceFixture.Kind
    ) async throws {
        let fixture = try SourceFixture(kind)
        let other = sample(40_000, seed: 3)
        try await fixture.publish(["faiss.index": sample(40_000, seed: 2), "meta.json": [2]])
        let source: any ArtifactSource
        if let hub = fixture.hub {
            hub.tag("stable", try await fixture.found().commit)
            source = SourceFixture.source(hub, token: nil, revision: "stable", clock: fixture.clock)
        } else {
            let gitHub = try #require(fixture.gitHub)
            gitHub.change("r1") { $0.tag = "stable" }
            source = SourceFixture.source(gitHub, token: nil, tag: "stable", clock: fixture.clock)
        }
        guard case .found(let first) = try await source.look(at: nil, known: nil) else { return }
        #expect(try await source.look(at: nil, known: first.mark) == .unchanged)
        try await fixture.publish(["faiss.index": other, "meta.json": [3]])
        #expect(try await source.look(at: nil, known: first.mark) == .unchanged)
        if let hub = fixture.hub {
            hub.tag("stable", try await fixture.found().commit)
        } else {
            fixture.gitHub?.remove("stable")
            fixture.gitHub?.change("r2") { $0.tag = "stable" }
        }
        guard case .found(let second) = try await source.look(at: nil, known: first.mark) else {
            Issue.record("the tag's move was not seen")
            return
        }
        #expect(second.commit != first.commit)
        let path = "\(fixture.folder.path)/second"
        try await source.fetch(RemoteFile(name: "faiss.index"), of: second, into: path) { _ in }
        #expect(try fixture.folder.read("second") == other)
        do {
            try await source.fetch(RemoteFile(name: "faiss.index"), of: first, into: "\(fixture.folder.path)/first") { _ in }
            #expect(try fixture.folder.read("first") == sample(40_000, seed: 2))
        } catch HubError.moved {
            // The release is gone, and that is said.
        }
    }
}
