import Base
import Foundation
import Hub
import Synchronization
import Testing

@testable import IndexSync

@Suite struct `Synchronizing` {
    let fixture: SyncFixture
    let engine: SyncEngine<FakeOpening>

    init() throws {
        fixture = try SyncFixture()
        engine = SyncEngine(fixture.parts())
    }

    private var served: String? { fixture.holder.current()?.revision }

    private func sync(_ revisions: String...) async {
        for revision in revisions {
            fixture.source.publish(revision)
            #expect(await engine.round(asked: false).problem == nil)
            #expect(served == revision)
        }
    }

    @Test func `serves what is published, and the next without a gap`() async {
        await sync("r1", "r2")
        #expect(fixture.store.pointer()?.active == "r2" && fixture.store.pointer()?.previous == "r1")
        #expect(fixture.leftovers == [])
        #expect(Set(fixture.store.record("r2")?.files.keys.map(\.self) ?? []) == ["manifest.json", "faiss.index", "chunks.sqlite"])
    }

    @Test func `costs one look when nothing has changed`() async {
        await sync("r1")
        let (looks, fetches) = (fixture.source.looks, fixture.source.fetches)
        _ = await engine.round(asked: false)
        #expect(fixture.source.looks == looks + 1 && fixture.source.fetches == fetches)
    }

    @Test func `starts from disk without network, and says what it lacks`() async {
        await sync("r1")
        fixture.source.fail(.unavailable("no route"))
        let (engine, served) = await fixture.restart()
        #expect(served == "r1")
        let problem = await engine.round(asked: false).problem
        #expect(problem?.kind == .temporary && problem?.reason.contains("no route") == true)
    }

    @Test func `what another version has stored is fetched again, and goes when nobody has it open`() async throws {
        await sync("r1")
        let path = "\(fixture.store.folder("r1"))/snapshot.json"
        let older = try String(contentsOfFile: path, encoding: .utf8).replacing(/"storeVersion":\d+/, with: "\"storeVersion\":1")
        try LocalFiles().write(Array(older.utf8), to: path)
        fixture.source.fail(.unavailable("no route"))
        let (engine, served) = await fixture.restart()
        #expect(served == nil && fixture.store.snapshots().isEmpty)
        fixture.source.fail(nil)
        let other = try #require(try FileLock.attempt(path: path, .shared))
        #expect(await engine.round(asked: false).problem == nil)
        #expect(fixture.store.pointer()?.active.hasPrefix("r1-") == true)
        #expect(LocalFile.exists(path), "another process has it open")
        other.release()
        try fixture.store.sweep()
        #expect(!LocalFile.exists(fixture.store.folder("r1")) && fixture.store.snapshots().map(\.revision) == ["r1"])
    }

    @Test func `keeps serving through every error of the source`() async {
        await sync("r1")
        for error in [
            HubError.unavailable("x"), .settings(what: "no token", remedy: "Set it."), .rateLimited(retryAfter: .seconds(300)),
            .storage(Problem(what: "cannot write a file", location: "", reason: "full", remedy: "")),
        ] {
            fixture.source.fail(error)
            let outcome = await engine.round(asked: false)
            #expect(outcome.problem != nil)
            #expect(served == "r1")
            if case .rateLimited = error { #expect(outcome.wait == .seconds(300)) }
        }
        fixture.source.fail(nil)
        await sync("r2")
    }

    // MARK: Refusals

    enum Fault: CaseIterable { case torn, miscounted, empty, unknownModel, probe, opening }

    @Test(arguments: Fault.allCases) func `refuses a bad revision once, keeps the old one, and takes the next good one`(fault: Fault) async throws {
        await sync("r1")
        switch fault {
        case .torn:
            fixture.source.publish("bad", mixed: true)
            fixture.probe.reason.withLock { $0 = "the vectors are another's" }
        case .miscounted: fixture.source.publish("bad", chunks: 3, told: 4)
        case .empty: fixture.source.publish("bad", chunks: 0)
        case .unknownModel: fixture.source.publish("bad", model: "unknown")
        case .probe:
            fixture.source.publish("bad")
            fixture.probe.reason.withLock { $0 = "the process that tried it died of SIGSEGV while searching" }
        case .opening:
            fixture.source.publish("bad")
            fixture.opening.failing.withLock { $0 = ["bad"] }
        }
        let first = await engine.round(asked: false)
        #expect(first.problem != nil && served == "r1")
        let fetches = fixture.source.fetches
        let second = await engine.round(asked: false)
        #expect(second.problem != nil && served == "r1")
        #expect(fixture.source.fetches == fetches)
        #expect(fixture.leftovers == [])
        #expect(try await engine.refusals().map(\.revision) == ["bad"])
        fixture.probe.reason.withLock { $0 = nil }
        await sync("r2")
    }

    @Test func `an index whose model cannot be run here is tried again by the next process, which may have the model`() async {
        fixture.source.publish("r1", model: "unknown")
        #expect(await engine.round(asked: false).problem != nil)
        #expect(fixture.store.quarantined() == [])
        var parts = fixture.parts()
        parts.objection = { _ in nil }
        #expect(await SyncEngine(parts).round(asked: false).problem == nil)
        #expect(served == "r1")
    }

    @Test func `tries a refused revision again when asked by hand, and forgets the refusal when it is good`() async throws {
        await sync("r1")
        fixture.source.publish("r2")
        fixture.probe.reason.withLock { $0 = "it hangs" }
        _ = await engine.round(asked: false)
        #expect(fixture.store.quarantined().first?.reason.contains("it hangs") == true)
        fixture.probe.reason.withLock { $0 = nil }
        _ = await engine.round(asked: false)
        #expect(served == "r1")
        #expect(await engine.round(asked: true).problem == nil)
        #expect(served == "r2" && fixture.store.quarantined() == [])
    }

    @Test func `remembers a refusal over restarts`() async {
        await sync("r1")
        fixture.source.publish("bad", chunks: 3, told: 4)
        _ = await engine.round(asked: false)
        let (engine, _) = await fixture.restart()
        let fetches = fixture.source.fetches
        #expect(await engine.round(asked: false).problem?.reason.contains("3 chunks") == true)
        #expect(fixture.source.fetches == fetches)
    }

    @Test func `tries another content under a refused revision`() async {
        await sync("r1")
        fixture.source.publish("r2", chunks: 3, told: 4)
        _ = await engine.round(asked: false)
        fixture.source.publish("r2", chunks: 4, told: 4)
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r2")
    }

    @Test func `tries a publication without hashes again in time, for it may have been torn`() async {
        await sync("r1")
        fixture.source.publish("r2", chunks: 3, told: 4, hashes: false)
        _ = await engine.round(asked: false)
        let fetches = fixture.source.fetches
        _ = await engine.round(asked: false)
        #expect(fixture.source.fetches == fetches)
        fixture.time.withLock { $0 += 61 }
        _ = await engine.round(asked: false)
        #expect(fixture.source.fetches > fetches)
        #expect(fixture.store.quarantined().first?.tries == 2)
    }

    // MARK: Pins

    @Test func `serves a pinned revision on disk without network, and follows again when unpinned`() async throws {
        await sync("r1", "r2", "r3")
        fixture.source.fail(.unavailable("down"))
        let pin = PinFile(storage: fixture.storage)
        try pin.write("r1")
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r1")
        #expect(await fixture.restart().served == "r1")
        try pin.remove()
        fixture.source.fail(nil)
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r3")
    }

    @Test func `fetches a pinned tag once and knows it again offline`() async throws {
        await sync("r1", "r2")
        fixture.source.publish("old")
        fixture.source.tag("v0", "old")
        fixture.source.publish("r3")
        try PinFile(storage: fixture.storage).write("v0")
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "old")
        fixture.source.fail(.unavailable("down"))
        let (restarted, served) = await fixture.restart()
        #expect(served == "old")
        #expect(await restarted.round(asked: false).problem == nil)
    }

    @Test func `a pinned tag holds what it meant when it was pinned, also when it moves, until it is pinned anew`() async throws {
        await sync("r1", "r2")
        fixture.source.tag("stable", "r1")
        let pin = PinFile(storage: fixture.storage)
        try pin.write("stable")
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r1")
        fixture.source.tag("stable", "r2")
        _ = await engine.round(asked: false)
        #expect(served == "r1")
        let (restarted, first) = await fixture.restart()
        #expect(first == "r1")
        _ = await restarted.round(asked: false)
        #expect(fixture.store.pointer()?.active == "r1")
        // Published again and again, it is not pruned.
        for number in 3...8 { fixture.source.publish("r\(number)") }
        _ = await engine.round(asked: false)
        #expect(served == "r1" && fixture.store.record("r1") != nil)
        try pin.remove()
        _ = await engine.round(asked: false)
        #expect(served == "r8")
        try pin.write("stable")
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r2")
    }

    @Test(arguments: ["r1", "commit-of-r1"]) func `a pin to a revision or commit on disk works at once, without network`(reference: String)
        async throws
    {
        await sync("r1", "r2")
        let (looks, fetches) = (fixture.source.looks, fixture.source.fetches)
        fixture.source.fail(.unavailable("down"))
        try PinFile(storage: fixture.storage).write(reference)
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r1" && fixture.source.looks == looks && fixture.source.fetches == fetches)
    }

    @Test func `says that a pin is unknown and goes on serving`() async throws {
        await sync("r1")
        try PinFile(storage: fixture.storage).write("nowhere")
        let problem = await engine.round(asked: false).problem
        #expect(problem?.kind == .usage && served == "r1")
    }

    @Test func `puts the setting before the file`() async throws {
        await sync("r1", "r2")
        try PinFile(storage: fixture.storage).write("r2")
        let (engine, served) = await fixture.restart(pin: "r1")
        #expect(served == "r1")
        #expect(try await engine.currentPin() == Pin(setting: "r1", file: nil))
    }

    // MARK: Disk

    @Test func `keeps the newest, the pinned and the one before the active, and prunes the rest`() async throws {
        let engine = SyncEngine(fixture.parts(keep: 2))
        for number in 1...5 {
            fixture.source.publish("r\(number)")
            #expect(await engine.round(asked: false).problem == nil)
        }
        #expect(Set(fixture.store.snapshots().map(\.name)) == ["r5", "r4"])
        try PinFile(storage: fixture.storage).write("r4")
        _ = await engine.round(asked: false)
        fixture.source.publish("r8")
        try PinFile(storage: fixture.storage).remove()
        _ = await engine.round(asked: false)
        #expect(Set(fixture.store.snapshots().map(\.name)) == ["r8", "r5", "r4"])
    }

    @Test func `does not prune what another process serves`() async throws {
        await sync("r1")
        let other = Holder<FakeIndex>()
        let neighbour = SyncEngine(fixture.parts(holder: other))
        await neighbour.resume()
        let engine = SyncEngine(fixture.parts(keep: 1, holder: Holder()))
        for number in 2...5 {
            fixture.source.publish("r\(number)")
            _ = await engine.round(asked: false)
        }
        #expect(other.current()?.revision == "r1")
        #expect(fixture.store.record("r1") != nil)
        #expect(fixture.store.record("r2") == nil)
    }

    @Test func `replaces a snapshot that the disk has damaged`() async throws {
        await sync("r1", "r2")
        try Data("r2 garbled".utf8).write(to: URL(fileURLWithPath: "\(fixture.store.folder("r2"))/faiss.index"))
        let (engine, served) = await fixture.restart()
        #expect(served == "r1")
        #expect(await engine.round(asked: false).problem == nil)
        #expect(await fixture.restart().served == "r2")
    }

    @Test(arguments: ["No space left on device", "Read-only file system"]) func `keeps serving when the disk takes nothing`(reason: String) async {
        await sync("r1")
        let holder = Holder<FakeIndex>()
        let engine = SyncEngine(fixture.parts(files: FullDisk(reason: reason), holder: holder))
        await engine.resume()
        #expect(holder.current()?.revision == "r1")
        fixture.source.publish("r2")
        let problem = await engine.round(asked: false).problem
        #expect(problem?.reason == reason)
        #expect(holder.current()?.revision == "r1")
    }

    @Test func `does not blame a publication for a disk that fills up while it is stored`() async {
        await sync("r1")
        fixture.source.publish("r2")
        fixture.opening.buildFailure.withLock { $0 = "database or disk is full" }
        #expect(await engine.round(asked: false).problem != nil)
        #expect(served == "r1" && fixture.store.quarantined() == [])
        fixture.opening.buildFailure.withLock { $0 = nil }
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r2")
    }

    @Test func `shares a storage directory with other processes that synchronize at the same time`() async {
        let holders = (0..<4).map { _ in Holder<FakeIndex>() }
        // Who waits for another's lock waits in earnest.
        let engines = holders.map { SyncEngine(fixture.parts(keep: 1, holder: $0, clock: ContinuousClock())) }
        for number in 1...6 {
            fixture.source.publish("r\(number)")
            await withTaskGroup(of: Void.self) { group in
                for engine in engines { group.addTask { #expect(await engine.round(asked: false).problem == nil) } }
            }
            #expect(holders.allSatisfy { $0.current()?.revision == "r\(number)" })
        }
        #expect(fixture.source.fetches == 12)
        #expect(fixture.leftovers == [])
    }

    @Test func `does not wait for ever for a process that keeps the lock, and serves on`() async throws {
        await sync("r1")
        let lock = try #require(try FileLock.attempt(path: "\(fixture.store.root)/lock"))
        fixture.source.publish("r2")
        let problem = await engine.round(asked: false).problem
        #expect(problem?.kind == .temporary && problem?.reason.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        #expect(served == "r1")
        lock.release()
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r2")
    }

    @Test func `does not open a snapshot that another process is removing and does not finish to`() async throws {
        // The one before the last is still held by this process itself.
        await sync("r1", "r2", "r3")
        try PinFile(storage: fixture.storage).write("r1")
        let lock = try #require(try FileLock.attempt(path: "\(fixture.store.folder("r1"))/\(SnapshotRecord.file)"))
        #expect(await engine.round(asked: false).problem?.kind == .temporary)
        #expect(served == "r3" && fixture.store.quarantined() == [])
        lock.release()
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r1")
    }

    @Test func `works on a local disk when the storage is a mounted bucket, and warms up from it`() async throws {
        func remote(_ holder: Holder<FakeIndex>) -> SyncEngine<FakeOpening> {
            var parts = fixture.parts(keep: 1, holder: holder)
            parts.isLocal = { _ in false }
            return SyncEngine(parts)
        }
        let scratch = "\(fixture.storage)-scratch"
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let engine = remote(fixture.holder)
        for revision in ["r1", "r2", "r3"] {
            fixture.source.publish(revision)
            #expect(await engine.round(asked: false).problem == nil)
        }
        #expect(LocalFile.exists("\(scratch)/index/r3/chunks.sqlite"))
        #expect(fixture.store.pointer()?.active == "r3")
        #expect(fixture.store.snapshots().map(\.name) == ["r3", "r2"])
        try FileManager.default.removeItem(atPath: scratch)
        fixture.source.fail(.unavailable("down"))
        let holder = Holder<FakeIndex>()
        let restarted = remote(holder)
        await restarted.resume()
        #expect(holder.current()?.revision == "r3")
        try PinFile(storage: fixture.storage).write("r2")
        #expect(await restarted.round(asked: false).problem == nil)
        #expect(holder.current()?.revision == "r2")
    }
}
