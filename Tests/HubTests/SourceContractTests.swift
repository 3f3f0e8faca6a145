import Hub
import Synchronization
import TestSupport
import Testing

/// What every kind of source keeps to.
@Suite struct `Any source` {
    static let vectors = sample(3_000_000, seed: 1)
    static let meta = sample(5_000, seed: 2)
    static let data = ["faiss.index": vectors, "meta.json": meta]

    @Test(arguments: SourceFixture.Kind.allCases) func `without a manifest says that nothing is published`(kind: SourceFixture.Kind) async throws {
        let fixture = try SourceFixture(kind)
        let error = await #expect(throws: HubError.self) { try await fixture.source.look(at: nil, known: nil) }
        guard case .nothingPublished = error else { throw try #require(error) }
    }

    @Test(arguments: SourceFixture.Kind.allCases) func `tells an unchanged publication from a new one`(kind: SourceFixture.Kind) async throws {
        let fixture = try SourceFixture(kind)
        try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        let first = try await fixture.found()
        #expect(try await fixture.source.look(at: nil, known: first.mark) == .unchanged)
        let revision = try await fixture.publish(["faiss.index": [3], "meta.json": [4]])
        guard case .found(let second) = try await fixture.source.look(at: nil, known: first.mark) else {
            Issue.record("the new publication was not seen")
            return
        }
        #expect(String(decoding: second.manifest, as: UTF8.self).contains(revision))
        #expect(fixture.violations == [])
    }

    @Test(arguments: SourceFixture.Kind.allCases) func `fetches a file whole, with or without its length and hash`(kind: SourceFixture.Kind)
        async throws
    {
        let fixture = try SourceFixture(kind)
        let revision = try await fixture.publish(Self.data)
        let publication = try await fixture.found()
        let commit = fixture.hub == nil ? nil : revision
        let told = RemoteFile(name: "faiss.index", size: 3_000_000, sha256: sha256(Self.vectors), commit: commit)
        let last = Mutex<Int64>(0)
        let path = "\(fixture.folder.path)/whole"
        try await fixture.source.fetch(told, of: publication, into: path) { done in last.withLock { $0 = done } }
        #expect(try fixture.folder.read("whole") == Self.vectors)
        #expect(last.withLock { $0 } == 3_000_000)
        #expect(try await fixture.fetch(RemoteFile(name: "meta.json"), of: publication) == Self.meta)
        #expect(try await fixture.source.measure(RemoteFile(name: "meta.json"), of: publication) == 5_000)
        #expect(!fixture.folder.names.contains { $0.contains(".download") })
        #expect(fixture.violations == [])
    }

    @Test(arguments: SourceFixture.Kind.allCases) func `refuses content of another hash or length, and leaves nothing of it`(kind: SourceFixture.Kind)
        async throws
    {
        let fixture = try SourceFixture(kind)
        try await fixture.publish(Self.data)
        let publication = try await fixture.found()
        for file in [
            RemoteFile(name: "meta.json", size: 5_000, sha256: sha256([1])), RemoteFile(name: "meta.json", size: 4_999),
            RemoteFile(name: "meta.json", size: 5_001),
        ] {
            let error = await #expect(throws: HubError.self) { try await fixture.fetch(file, of: publication) }
            guard case .corrupt(name: "meta.json", _) = error else { throw try #require(error) }
            #expect(!fixture.folder.names.contains { $0.hasPrefix("got") && !$0.hasSuffix(".mark") && !$0.hasSuffix(".download") })
        }
    }

    @Test(arguments: SourceFixture.Kind.allCases) func `goes on where a broken download stopped`(kind: SourceFixture.Kind) async throws {
        let fixture = try SourceFixture(kind)
        try await fixture.publish(Self.data)
        let publication = try await fixture.found()
        let file = RemoteFile(name: "faiss.index", size: 3_000_000, sha256: sha256(Self.vectors))
        let path = "\(fixture.folder.path)/got"
        let fetching = Task {
            try await fixture.source.fetch(file, of: publication, into: path) { _ in withUnsafeCurrentTask { $0?.cancel() } }
        }
        await #expect(throws: CancellationError.self) { try await fetching.value }
        let kept = try fixture.folder.read("got.download").count
        #expect(kept >= 1 << 20 && kept < 3_000_000)
        #expect(try await fixture.fetch(file, of: publication) == Self.vectors)
        if let store = fixture.store { #expect(store.visits.contains { $0.range == "bytes=\(kept)-" }) }
    }

    @Test(arguments: SourceFixture.Kind.allCases) func `joins the parts of a split file`(kind: SourceFixture.Kind) async throws {
        let fixture = try SourceFixture(kind)
        let pieces = [Array(Self.vectors[..<1_500_000]), Array(Self.vectors[1_500_000...])]
        try await fixture.publish(["faiss.index": [], "faiss.index.part-0": pieces[0], "faiss.index.part-1": pieces[1], "meta.json": Self.meta])
        let publication = try await fixture.found()
        let parts = pieces.enumerated().map { RemoteFile(name: "faiss.index.part-\($0)", size: Int64($1.count), sha256: sha256($1)) }
        let whole = RemoteFile(name: "faiss.index", size: 3_000_000, sha256: sha256(Self.vectors), parts: parts)
        #expect(try await fixture.fetch(whole, of: publication) == Self.vectors)
        let swapped = RemoteFile(name: "faiss.index", size: 3_000_000, sha256: sha256(Self.vectors), parts: parts.reversed())
        await #expect(throws: HubError.self) { try await fixture.fetch(swapped, of: publication, to: "swapped") }
    }

    @Test(arguments: SourceFixture.Kind.allCases) func `reads an older revision when it is pinned`(kind: SourceFixture.Kind) async throws {
        let fixture = try SourceFixture(kind)
        var revisions: [String] = []
        for number in 1...3 {
            revisions.append(try await fixture.publish(["faiss.index": sample(50, seed: UInt64(number)), "meta.json": [UInt8(number)]]))
        }
        for (index, revision) in revisions.enumerated() {
            let publication = try await fixture.found(at: revision)
            #expect(String(decoding: publication.manifest, as: UTF8.self).contains("\"\(revision)\""))
            let file = RemoteFile(name: "meta.json", commit: fixture.hub == nil ? nil : revision)
            #expect(try await fixture.fetch(file, of: publication, to: "got\(index)") == [UInt8(index + 1)])
        }
        let listed = try await fixture.source.publications(limit: 20).map(\.reference)
        #expect(Set(revisions).isSubset(of: listed))
    }

    @Test(arguments: SourceFixture.Kind.allCases) func `names an unknown pin and a missing file as such`(kind: SourceFixture.Kind) async throws {
        let fixture = try SourceFixture(kind)
        try await fixture.publish(["faiss.index": [1], "meta.json": [2]])
        for unknown in ["no-such-revision", String(repeating: "ab", count: 20)] {
            let error = await #expect(throws: HubError.self) { try await fixture.found(at: unknown) }
            guard case .settings(let what, _) = error else { throw try #require(error) }
            #expect(what.contains(unknown))
        }
        let publication = try await fixture.found()
        await #expect(throws: HubError.fileMissing(name: "other.index")) {
            try await fixture.fetch(RemoteFile(name: "other.index"), of: publication)
        }
    }
}
