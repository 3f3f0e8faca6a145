import Foundation
import Hub
import Testing

@testable import IndexSync

/// A process is killed at each change that it makes on disk; the next one finds a usable index and gets to where the first was going.
@Suite struct `A kill at any instant` {
    /// What the process is at when it is killed.
    enum Work: CaseIterable {
        /// A new revision is installed, activated, and the one before the last pruned.
        case publication
        /// An older revision is gone back to that is still on disk.
        case pin
        /// A tag is gone back to that has to be fetched first.
        case tag
        /// A revision is refused.
        case refusal
    }

    /// Where the indexes are kept.
    enum Disk: CaseIterable {
        case local
        /// A bucket, with a scratch folder that outlives the process.
        case bucket
        /// A bucket, with a scratch folder that does not: the container is made anew.
        case bucketAlone

        var isLocal: Bool { self == .local }
    }

    private struct Stage {
        let fixture: SyncFixture
        let disk: Disk

        var scratch: String { "\(fixture.storage)-scratch" }

        func engine(_ holder: Holder<FakeIndex>, files: any FileOperations = LocalFiles()) -> SyncEngine<FakeOpening> {
            var parts = fixture.parts(keep: 1, files: files, holder: holder)
            let isLocal = disk.isLocal
            parts.isLocal = { _ in isLocal }
            return SyncEngine(parts)
        }

        /// What a new process serves of itself.
        func restart() async -> (engine: SyncEngine<FakeOpening>, holder: Holder<FakeIndex>) {
            if disk == .bucketAlone { try? FileManager.default.removeItem(atPath: scratch) }
            let holder = Holder<FakeIndex>()
            let engine = engine(holder)
            await engine.resume()
            return (engine, holder)
        }

        /// What is begun or half removed, here and in the bucket.
        var leftovers: [String] {
            fixture.leftovers + ((try? FileManager.default.contentsOfDirectory(atPath: "\(scratch)/index")) ?? []).filter {
                SyncFixture.isLeftover($0)
            }
        }
    }

    /// Brings a new fixture to its second revision with one snapshot kept beside it, and gives it the work to do.
    private func prepared(_ work: Work, _ disk: Disk) async throws -> Stage {
        let stage = Stage(fixture: try SyncFixture(), disk: disk)
        let source = stage.fixture.source
        source.publish("old")
        source.tag("v0", "old")
        let engine = stage.engine(Holder())
        for revision in ["r1", "r2"] {
            source.publish(revision)
            #expect(await engine.round(asked: false).problem == nil)
        }
        switch work {
        case .publication: source.publish("r3")
        case .pin: try PinFile(storage: stage.fixture.storage).write("r1")
        case .tag: try PinFile(storage: stage.fixture.storage).write("v0")
        case .refusal: source.publish("bad", chunks: 3, told: 4)
        }
        return stage
    }

    private static func goal(_ work: Work) -> String {
        switch work {
        case .publication: "r3"
        case .pin: "r1"
        case .tag: "old"
        case .refusal: "r2"
        }
    }

    @Test(arguments: Work.allCases, Disk.allCases)
    func `leaves an index to serve, and the next process finishes the work`(work: Work, disk: Disk) async throws {
        let goal = Self.goal(work)
        // What becomes of the last change, and whether another revision is published before the next process looks.
        for (last, isOvertaken) in [(StoppingFiles.Last.made, false), (.half, false), (.half, true)] where !isOvertaken || work == .publication {
            var changes = 0
            while true {
                let stage = try await prepared(work, disk)
                defer { try? FileManager.default.removeItem(atPath: stage.scratch) }
                let context = "\(work) on \(disk), \(last) after \(changes) changes"
                let files = StoppingFiles(after: changes, last: last)
                let holder = Holder<FakeIndex>()
                let engine = stage.engine(holder, files: files)
                await engine.resume()
                // What is pinned and on disk is served from the start.
                #expect([goal, "r2"].contains(holder.current()?.revision), "\(context)")
                _ = await engine.round(asked: false)
                guard files.isKilled else { break }
                let (next, served) = await stage.restart()
                #expect([goal, "r2"].contains(served.current()?.revision), "\(context)")
                if isOvertaken {
                    stage.fixture.source.publish("r4")
                    #expect(await next.round(asked: false).problem == nil, "\(context)")
                    #expect(stage.leftovers == [], "\(context)")
                    changes += 1
                    continue
                }
                #expect((await next.round(asked: false).problem == nil) == (work != .refusal), "\(context)")
                #expect(served.current()?.revision == goal, "\(context)")
                #expect(await stage.restart().holder.current()?.revision == goal, "\(context)")
                #expect(stage.fixture.store.quarantined().allSatisfy { $0.revision == "bad" })
                try PinFile(storage: stage.fixture.storage).remove()
                stage.fixture.source.publish("r4")
                #expect(await next.round(asked: false).problem == nil, "\(context)")
                #expect(served.current()?.revision == "r4", "\(context)")
                #expect(stage.leftovers == [], "\(context)")
                changes += 1
            }
            #expect(changes >= (work == .pin || work == .refusal ? 2 : 8), "\(work) on \(disk)")
        }
    }

    @Test func `keeps what a download has brought for the next process, and drops it when another is published`() async throws {
        let fixture = try await prepared(.publication, .local).fixture
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
