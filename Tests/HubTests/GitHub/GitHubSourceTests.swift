import Hub
import TestSupport
import Testing

/// Which release is taken, and when.
@Suite struct `A source on GitHub` {
    let gitHub: StandInGitHub
    let fixture: SourceFixture

    init() throws {
        fixture = try SourceFixture(.privateGitHub)
        gitHub = try #require(fixture.gitHub)
    }

    private func files(_ revision: String) -> [String: [UInt8]] {
        [
            "faiss.index": Array("\(revision) vectors".utf8), "meta.json": Array("\(revision) chunks".utf8),
            "manifest.json": SourceFixture.manifest(revision, 1, ["faiss.index", "meta.json"]),
        ]
    }

    private func found(at reference: String? = nil) async throws -> String {
        String(decoding: try await fixture.found(at: reference).manifest, as: UTF8.self).split(separator: "\"").first { $0.hasPrefix("r-") }
            .map(String.init) ?? ""
    }

    @Test func `takes the release published last, though its tag is on an older commit`() async throws {
        gitHub.release("new", files("r-new"), createdAt: "2026-11-19T00:00:00Z")
        gitHub.release("back", files("r-back"), createdAt: "2026-01-01T00:00:00Z")
        #expect(try await found() == "r-back")
    }

    @Test func `takes the release published last behind hundreds of releases of something else, and polls them for nothing`() async throws {
        for number in 0..<240 { gitHub.release("program-\(number)", [:], createdAt: "2026-11-19T00:00:\(10 + number % 50)Z") }
        gitHub.release("index-1", files("r-1"), createdAt: "2026-01-01T00:00:00Z")
        #expect(try await found() == "r-1")
        gitHub.release("index-2", files("r-2"), createdAt: "2026-01-01T00:00:00Z")
        let second = try await fixture.found()
        let before = gitHub.visits.count
        #expect(try await fixture.source.look(at: nil, known: second.mark) == .unchanged)
        let polls = gitHub.visits.dropFirst(before)
        #expect(polls.count == 3 && polls.allSatisfy { $0.ifNoneMatch != nil })
        #expect(try await found(at: "r-1") == "r-1")
        #expect(try await fixture.source.publications(limit: 10).map(\.reference) == ["index-2", "index-1"])
        #expect(gitHub.violations == [])
    }

    @Test func `passes over drafts, pre-releases and releases of something else`() async throws {
        gitHub.release("v1", files("r-1"))
        gitHub.release("v2", files("r-2")) { $0.isDraft = true }
        gitHub.release("v3", files("r-3")) { $0.isPrerelease = true }
        gitHub.release("v4", ["program.zip": [1]])
        #expect(try await found() == "r-1")
        #expect(try await found(at: "v3") == "r-3")
        await #expect(throws: HubError.self) { try await found(at: "v2") }
        await #expect(throws: HubError.self) { try await found(at: "v4") }
        #expect(try await fixture.source.publications(limit: 10).map(\.reference) == ["v3", "v1"])
    }

    @Test(arguments: ["faiss.index", "meta.json", "manifest.json"]) func `takes a release only when all of it is there`(late: String) async throws {
        gitHub.release("v1", files("r-1"))
        let first = try await fixture.found()
        let all = files("r-2")
        gitHub.release("v2", all.filter { $0.key != late })
        #expect(try await fixture.source.look(at: nil, known: first.mark) == .unchanged)
        gitHub.put(late, all[late] ?? [], into: "v2")
        for change in [{ $0.hasDigest = false }, { $0.state = "starter" }] as [(inout StandInGitHub.Asset) -> Void] {
            let whole = gitHub.releases
            gitHub.change("v2") { release in
                for index in release.assets.indices where release.assets[index].name == late { change(&release.assets[index]) }
            }
            #expect(try await fixture.source.look(at: nil, known: first.mark) == .unchanged)
            gitHub.change("v2") { release in release = whole.first { $0.tag == "v2" } ?? release }
        }
        #expect(try await found() == "r-2")
    }

    @Test func `takes a release only when all parts that its manifest names are there`() async throws {
        gitHub.release("v1", files("r-1"))
        var all = files("r-2")
        all["faiss.index"] = nil
        all["faiss.index.part-000"] = [1]
        let hash = sha256([1])
        let part = "{\"name\": \"faiss.index.part-001\", \"size\": 1, \"sha256\": \"\(hash)\"}"
        all["manifest.json"] = Array(
            "{\"revision\": \"r-2\", \"files\": {\"faiss.index\": {\"parts\": [{\"name\": \"faiss.index.part-000\"}, \(part)]}}}".utf8)
        gitHub.release("v2", all)
        #expect(try await found() == "r-1")
        let before = gitHub.visits.count
        #expect(try await found() == "r-1")
        // What was seen to be incomplete is not looked into again until it changes: the list, and the manifest of the other.
        #expect(gitHub.visits.dropFirst(before).filter { $0.host == .service }.count == 2)
        gitHub.put("faiss.index.part-001", [1], into: "v2")
        #expect(try await found() == "r-2")
    }

    @Test func `goes back to the release before when the last is withdrawn`() async throws {
        gitHub.release("v1", files("r-1"))
        gitHub.release("v2", files("r-2"))
        #expect(try await found() == "r-2")
        gitHub.change("v2") { $0.isPrerelease = true }
        #expect(try await found() == "r-1")
    }

    @Test func `polls with the list's tag, one request that costs nothing`() async throws {
        gitHub.release("v1", files("r-1"))
        let first = try await fixture.found()
        let before = gitHub.visits.count
        for _ in 0..<3 { #expect(try await fixture.source.look(at: nil, known: first.mark) == .unchanged) }
        let polls = gitHub.visits.dropFirst(before)
        #expect(polls.count == 3 && polls.allSatisfy { $0.ifNoneMatch != nil })
        #expect(gitHub.violations == [])
    }

    @Test func `names a state of a release for good, and says when it is gone`() async throws {
        gitHub.release("v1", files("r-1"))
        let publication = try await fixture.found()
        #expect(publication.commit.hasPrefix("release-"))
        gitHub.release("v2", files("r-2"))
        #expect(try await found(at: publication.commit) == "r-1")
        // The same bytes put there again are the same state, under other numbers.
        gitHub.put("faiss.index", files("r-1")["faiss.index"] ?? [], into: "v1")
        #expect(try await fixture.fetch(RemoteFile(name: "faiss.index"), of: publication) == files("r-1")["faiss.index"])
        gitHub.put("faiss.index", [9], into: "v1")
        let error = await #expect(throws: HubError.self) { try await found(at: publication.commit) }
        guard case .settings(let what, _) = error else { throw try #require(error) }
        #expect(what.contains(publication.commit))
        let late = await #expect(throws: HubError.self) {
            try await fixture.fetch(RemoteFile(name: "faiss.index"), of: publication, to: "late")
        }
        guard case .moved = late else { throw try #require(late) }
    }

    @Test func `finds a manifest's revision that is no tag`() async throws {
        let revision = String(repeating: "ab", count: 20)
        gitHub.release("v1", files("r-1").merging(["manifest.json": SourceFixture.manifest(revision, 1, [])]) { $1 })
        gitHub.release("v2", files("r-2"))
        #expect(String(decoding: try await fixture.found(at: revision).manifest, as: UTF8.self).contains(revision))
    }

    @Test func `refuses a manifest that is not what GitHub's hash says`() async throws {
        gitHub.release("v1", files("r-1"))
        gitHub.inject(.corrupt, at: .storage, on: "manifest.json", times: 100)
        let error = await #expect(throws: HubError.self) { try await fixture.found() }
        guard case .corrupt(name: "manifest.json", _) = error else { throw try #require(error) }
    }
}
