import Foundation
import Hub
import Testing

@testable import IndexSync

/// A process is killed at each change that it makes on disk; the next one finds a usable index and gets to where the first was going.
@Suite struct `A kill at any instant` {
    /// Brings a new fixture to its third revision with one snapshot kept, so that a round installs, activates and prunes.
    private func prepared() async throws -> SyncFixture {
        let fixture = try SyncFixture()
        let engine = SyncEngine(fixture.parts(keep: 1))
        for revision in ["r1", "r2"] {
            fixture.source.publish(revision)
            #expect(await engine.round(asked: false).problem == nil)
        }
        fixture.source.publish("r3")
        return fixture
    }

    @Test(arguments: [true, false]) func `leaves an index to serve, and the next process finishes the work`(finishesLast: Bool) async throws {
        var changes = 0
        while true {
            let fixture = try await prepared()
            let files = StoppingFiles(after: changes, finishesLast: finishesLast)
            let holder = Holder<FakeIndex>()
            let engine = SyncEngine(fixture.parts(keep: 1, files: files, holder: holder))
            await engine.resume()
            #expect(holder.current()?.revision == "r2")
            _ = await engine.round(asked: false)
            guard files.isKilled else { break }
            let (next, served) = await fixture.restart()
            #expect(served == "r2" || served == "r3", "after \(changes) changes")
            #expect(await next.round(asked: false).problem == nil, "after \(changes) changes")
            #expect(await fixture.restart().served == "r3", "after \(changes) changes")
            #expect(fixture.store.quarantined() == [])
            fixture.source.publish("r4")
            #expect(await next.round(asked: false).problem == nil, "after \(changes) changes")
            #expect(fixture.leftovers == [], "after \(changes) changes")
            changes += 1
        }
        #expect(changes > 8)
    }

    @Test func `keeps what a download has brought for the next process, and drops it when another is published`() async throws {
        let fixture = try await prepared()
        let publication = try #require(
            await { if case .found(let found) = try await fixture.source.look(at: nil, known: nil) { found } else { nil } }())
        let (_, folder) = try fixture.store.beginPartial(publication, revision: "r3")
        try Data("half".utf8).write(to: URL(fileURLWithPath: "\(folder)/faiss.index.download"))
        _ = try fixture.store.beginPartial(publication, revision: "r3")
        #expect(LocalFile.exists("\(folder)/faiss.index.download"))
        var other = publication
        other.manifest.append(32)
        _ = try fixture.store.beginPartial(other, revision: "r3")
        #expect(!LocalFile.exists("\(folder)/faiss.index.download"))
    }
}
