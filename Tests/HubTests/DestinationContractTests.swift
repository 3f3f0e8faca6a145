import Base
import Hub
import Synchronization
import TestSupport
import Testing

/// What every kind of destination keeps to.
@Suite struct `Any destination` {
    typealias Kind = DestinationFixture.Kind

    @Test(arguments: Kind.allCases) func `is read by the source of its kind, all keys of the manifest kept`(kind: Kind) async throws {
        let fixture = try DestinationFixture(kind)
        try fixture.make("v1")
        let told = Mutex<[PublishProgress]>([])
        let published = try await fixture.destination().publish(folder: fixture.artifact.path, signer: nil) { progress in
            told.withLock { $0.append(progress) }
        }
        let read = try await fixture.read()
        #expect(read.vectors == DestinationFixture.vectors && read.meta == "[\"v1\"]")
        #expect(read.manifest["x-note"] == ["kept": 1] && read.manifest["revision"] == .string(published.revision))
        #expect(told.withLock { $0.last.map { $0.bytesDone == $0.bytesTotal } } == true)
        #expect(fixture.hub.violations == [] && fixture.gitHub.violations == [])
    }

    @Test(arguments: Kind.allCases) func `keeps every revision to be pinned, by the artifact's own name too`(kind: Kind) async throws {
        let fixture = try DestinationFixture(kind)
        var published: [PublishedRevision] = []
        for name in ["v1", "v2"] {
            try fixture.make(name)
            published.append(try await fixture.publish())
        }
        for (number, revision) in published.enumerated() {
            for reference in [revision.revision, revision.tag, "v\(number + 1)"].compactMap(\.self) {
                #expect(try await fixture.read(at: reference).meta == "[\"v\(number + 1)\"]")
            }
        }
    }

    @Test(arguments: Kind.allCases, [nil, 100_000]) func `signs the manifest as it goes out, with the revision and parts of the place`(
        kind: Kind, limit: Int?
    ) async throws {
        let fixture = try DestinationFixture(kind, limit: limit)
        try fixture.make("v1")
        let signer = try ManifestSigner(Secret(String(repeating: "A", count: 43) + "="), file: "key")
        let keys = try #require(ManifestKeys(signer.publicKey))
        let published = try await fixture.publish(signer: signer)
        guard case .found(let found) = try await fixture.source().look(at: nil, known: nil) else { return }
        #expect(keys.objection(to: found.manifest, at: "") == nil)
        #expect(try await fixture.read().vectors == DestinationFixture.vectors)
        #expect(try await fixture.publish(signer: signer) == published)
        #expect(fixture.gitHub.releases.count == (kind == .gitHub ? 1 : 0) && fixture.hub.repository.commits.count == (kind == .hub ? 3 : 1))
    }

    @Test func `does not change a manifest that somebody else has signed`() async throws {
        let fixture = try DestinationFixture(.hub)
        try fixture.make("v1")
        let signer = try ManifestSigner(Secret(String(repeating: "A", count: 43) + "="), file: "key")
        try fixture.artifact.write(try signer.signed(try fixture.artifact.read("manifest.json")), to: "manifest.json")
        let error = await #expect(throws: HubError.self) { try await fixture.publish() }
        guard case .storage(let problem) = error else { throw try #require(error) }
        #expect(problem.remedy.contains("--sign-key"))
        #expect(fixture.hub.visits.isEmpty)
        // Whoever has the key signs it anew.
        #expect(try await fixture.publish(signer: signer).tag == "v1")
    }

    @Test(arguments: Kind.remote) func `leaves what is published already alone`(kind: Kind) async throws {
        let fixture = try DestinationFixture(kind)
        try fixture.make("v1")
        let first = try await fixture.publish()
        let (commits, releases) = (fixture.hub.repository.commits.count, fixture.gitHub.releases)
        #expect(try await fixture.publish() == first)
        #expect(fixture.hub.repository.commits.count == commits && fixture.gitHub.releases == releases)
    }

    @Test(arguments: Kind.remote) func `gives another artifact of the same name another tag`(kind: Kind) async throws {
        let fixture = try DestinationFixture(kind)
        try fixture.make("v1")
        let first = try await fixture.publish()
        try fixture.make("v1", vectors: sample(300_000, seed: 4))
        let second = try await fixture.publish()
        #expect(first.tag == "v1" && second.tag?.hasPrefix("v1-") == true)
        #expect(try await fixture.read().vectors.count == 300_000)
        #expect(try await fixture.read(at: "v1").vectors == DestinationFixture.vectors)
        // And again, which finds that one.
        #expect(try await fixture.publish() == second)
    }

    @Test(arguments: Kind.remote) func `sends nothing of an artifact that is not what its manifest says`(kind: Kind) async throws {
        let fixture = try DestinationFixture(kind)
        try fixture.make("v1")
        try fixture.artifact.write(sample(250_000, seed: 12), to: "faiss.index")
        let error = await #expect(throws: HubError.self) { try await fixture.publish() }
        guard case .storage(let problem) = error else { throw try #require(error) }
        #expect(problem.reason.contains("hash") && problem.remedy.contains("docent ingest"))
        #expect(fixture.store.visits.isEmpty)
    }

    @Test(arguments: Kind.remote, [StandInFault.status(503), .status(429, headers: ["Retry-After": "3000"])])
    func `leaves the old in service whatever request fails, and goes on from there`(kind: Kind, fault: StandInFault) async throws {
        var stopped = 0
        for step in 0..<16 {
            let fixture = try DestinationFixture(kind)
            try fixture.make("v1")
            let first = try await fixture.publish()
            try fixture.make("v2", vectors: sample(200_000, seed: UInt64(step)))
            fixture.store.inject(fault, on: step.isMultiple(of: 2) ? "P" : "", skips: step, times: 1_000)
            do {
                try await fixture.publish()
                continue
            } catch let error as HubError {
                stopped += 1
                let problem = error.problem(at: "there", while: .publishing)
                #expect(problem.kind == .temporary && !problem.remedy.isEmpty)
            }
            fixture.store.heal()
            let read = try await fixture.read()
            // Only when nothing but the tag was missing is it the new one.
            let isOld = read.manifest["revision"] == .string(first.revision)
            #expect(read.meta == (isOld ? "[\"v1\"]" : "[\"v2\"]"))
            #expect(read.vectors == (isOld ? DestinationFixture.vectors : sample(200_000, seed: UInt64(step))))
            let second = try await fixture.publish()
            #expect(second.tag == "v2")
            #expect(try await fixture.read().meta == "[\"v2\"]")
            #expect(fixture.store.violations == [])
            #expect(fixture.gitHub.releases.filter { $0.isDraft }.isEmpty)
        }
        #expect(stopped >= 6)
    }

    @Test(arguments: Kind.remote) func `does nothing twice when an answer is lost`(kind: Kind) async throws {
        let patterns = kind == .hub ? ["commit/", "/tag/"] : ["POST /api/v3", "uploads", "PATCH"]
        for pattern in patterns {
            for skips in 0..<2 {
                let fixture = try DestinationFixture(kind)
                try fixture.make("v1")
                fixture.store.inject(.loseAnswer, on: pattern, skips: skips)
                #expect(try await fixture.publish().tag == "v1", "\(pattern)")
                #expect(try await fixture.read().meta == "[\"v1\"]")
                #expect(fixture.gitHub.releases.count == (kind == .gitHub ? 1 : 0))
                // The first commit, the data, the manifest.
                #expect(fixture.hub.repository.commits.count == (kind == .hub ? 3 : 1))
            }
        }
    }

    @Test(arguments: Kind.remote) func `stops when somebody else writes in between`(kind: Kind) async throws {
        for skips in 0..<2 {
            let fixture = try DestinationFixture(kind)
            try fixture.make("v1")
            try await fixture.publish()
            try fixture.make("v2", vectors: sample(200_000, seed: 3))
            fixture.store.inject(.intrusion, on: kind == .hub ? "commit/" : "name=m", skips: skips)
            let error = await #expect(throws: HubError.self) { try await fixture.publish() }
            guard case .moved = error else { throw try #require(error) }
            #expect(error?.problem(at: "x", while: .publishing).remedy.contains("See what they published") == true)
            #expect(try await fixture.read().meta == "[\"v1\"]")
            try await fixture.publish()
            #expect(try await fixture.read().meta == "[\"v2\"]")
        }
    }

    @Test(arguments: Kind.remote) func `without the right to write says which it needs`(kind: Kind) async throws {
        let fixture = try DestinationFixture(kind)
        try fixture.make("v1")
        let reader = kind == .hub ? fixture.hub.configuration.readToken : fixture.gitHub.configuration.readToken
        let error = await #expect(throws: HubError.self) { try await fixture.publish(fixture.destination(token: reader)) }
        guard case .settings(let what, let remedy) = error else { throw try #require(error) }
        #expect(what.contains("may not write to"))
        #expect(remedy.contains(kind == .hub ? "write to" : "Contents: read and write"))
        let bare: any ArtifactDestination =
            kind == .hub
            ? HuggingFaceDestination(
                repository: HuggingFaceRepository(kind: .dataset, id: fixture.hub.configuration.id), fixture.hub.access(nil, fixture.clock))
            : GitHubDestination(repository: fixture.gitHub.repository(), fixture.gitHub.access(nil, fixture.clock))
        let missing = await #expect(throws: HubError.self) { try await fixture.publish(bare) }
        guard case .settings(_, let need) = missing else { throw try #require(missing) }
        #expect(need.contains(kind == .hub ? "HF_TOKEN" : "GITHUB_TOKEN"))
    }

    @Test(arguments: Kind.remote) func `divides what is longer than the store takes at once, and readers join it`(kind: Kind) async throws {
        let fixture = try DestinationFixture(kind, limit: 100_000)
        try fixture.make("v1")
        // The second part does not arrive at first.
        fixture.store.inject(.status(500), at: .storage, on: "PUT ", skips: 1)
        fixture.store.inject(.status(500), on: "part-001")
        try await fixture.publish()
        #expect(try await fixture.read().vectors == DestinationFixture.vectors)
        if kind == .gitHub {
            let names = fixture.gitHub.releases[0].assets.map(\.name)
            #expect(names == (0..<3).map { "faiss.index.part-00\($0)" } + ["meta.json", "manifest.json"])
        }
        #expect(fixture.store.violations == [])
    }

    @Test(arguments: Kind.remote) func `sends again what did not arrive as it was sent`(kind: Kind) async throws {
        let fixture = try DestinationFixture(kind)
        try fixture.make("v1")
        fixture.store.inject(.corrupt, at: .storage, on: "PUT ")
        fixture.store.inject(.corrupt, on: "name=faiss")
        try await fixture.publish()
        #expect(try await fixture.read().vectors == DestinationFixture.vectors)
    }
}
