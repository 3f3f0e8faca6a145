import Base
import Foundation
import Hub
import State
import Synchronization
import TestSupport
import Testing

@testable import IndexSync

@Suite struct `Going back by itself` {
    let fixture: SyncFixture
    let history: History
    let uptime = Uptime()

    /// A time that a test moves.
    final class Uptime: Sendable {
        let now = Mutex(Duration.zero)
    }

    init() throws {
        fixture = try SyncFixture()
        history = History(try StateDatabase(path: "\(fixture.storage)/state.sqlite"))
    }

    private func parts(pin: String? = nil, keep: Int = 3, holder: Holder<FakeIndex>? = nil, files: any FileOperations = LocalFiles())
        -> SyncParts<FakeOpening>
    {
        var parts = fixture.parts(pin: pin, keep: keep, files: files, holder: holder, history: history)
        parts.trial = TrialWatch(TrialRules(), uptime: { [uptime] in uptime.now.withLock(\.self) })
        return parts
    }

    private func sync(_ engine: SyncEngine<FakeOpening>, _ revisions: String...) async {
        for revision in revisions {
            fixture.source.publish(revision)
            #expect(await engine.round(asked: false).problem == nil)
        }
    }

    /// Searches in a snapshot fail until it is enough.
    private func fail(_ parts: SyncParts<FakeOpening>, _ snapshot: String) {
        for _ in 0..<3 { parts.trial.searched(snapshot, problem: Problem(what: "cannot search", location: "", reason: "broken", remedy: "")) }
    }

    private var served: String? { fixture.holder.current()?.revision }
    private func kinds() throws -> [HistoryEvent.Kind] { try history.events().map(\.kind) }

    @Test func `serves the revision before a failing one, and leaves that alone until it is changed or asked for`() async throws {
        let parts = self.parts()
        let engine = SyncEngine(parts)
        await sync(engine, "r1", "r2")
        fail(parts, "r2")
        let problem = await engine.round(asked: false).problem
        #expect(served == "r1" && fixture.store.pointer()?.active == "r1")
        #expect(problem?.description.contains("3 of 3 searches failed") == true)
        #expect(try history.events(limit: 2).map(\.kind) == [.rolledBack, .activated])
        #expect(try history.events(limit: 1).first?.revision == "r2")
        #expect(fixture.store.quarantined().map(\.revision) == ["r2"])
        // Neither a look nor a restart brings it back.
        _ = await engine.round(asked: false)
        #expect(served == "r1")
        let (restarted, first) = await fixture.restart()
        #expect(first == "r1")
        _ = await restarted.round(asked: false)
        #expect(fixture.store.pointer()?.active == "r1")
        // What it went back to is on no trial.
        fail(parts, "r1")
        _ = await engine.round(asked: false)
        #expect(served == "r1")
        for _ in 0..<20 { parts.trial.searched("r1", problem: nil) }
        // By hand.
        #expect(await engine.round(asked: true).problem == nil)
        #expect(served == "r2")
        fail(parts, "r2")
        _ = await engine.round(asked: false)
        #expect(served == "r1")
        // A new content.
        fixture.source.publish("r2", chunks: 5)
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r2")
    }

    @Test func `waits for nothing: neither for the source nor for a disk that takes nothing`() async throws {
        let first = SyncEngine(parts())
        await sync(first, "r1", "r2")
        let parts = self.parts(files: FullDisk(reason: "No space left on device"))
        let engine = SyncEngine(parts)
        await engine.resume()
        #expect(served == "r2")
        fixture.source.fail(.unavailable("down"))
        fail(parts, "r2")
        _ = await engine.round(asked: false)
        #expect(served == "r1")
        #expect(try await engine.refusals().map(\.revision) == ["r2"])
    }

    @Test func `never leaves what is pinned, and says so`() async throws {
        let parts = self.parts()
        let engine = SyncEngine(parts)
        await sync(engine, "r1", "r2")
        try PinFile(storage: fixture.storage).write("r2")
        fail(parts, "r2")
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r2" && fixture.store.quarantined() == [])
        let event = try #require(try history.events(limit: 1).first)
        #expect(event.kind == .withheld && event.reason.contains("pinned to r2") && event.chunks == 3)
    }

    @Test func `stays where there is nothing sound to go back to`() async throws {
        let parts = self.parts()
        let engine = SyncEngine(parts)
        await sync(engine, "r1", "r2")
        try LocalFiles().remove(fixture.store.folder("r1"))
        fail(parts, "r2")
        _ = await engine.round(asked: false)
        #expect(served == "r2" && fixture.store.quarantined() == [])
        #expect(try kinds().first == .withheld)
    }

    @Test func `does not go back to what was taken back before`() async throws {
        let parts = self.parts()
        let engine = SyncEngine(parts)
        await sync(engine, "r1", "r2")
        fail(parts, "r2")
        _ = await engine.round(asked: false)
        await sync(engine, "r3")
        #expect(fixture.store.pointer()?.previous == "r1")
        fail(parts, "r3")
        _ = await engine.round(asked: false)
        #expect(served == "r1")
        #expect(Set(fixture.store.quarantined().map(\.revision)) == ["r2", "r3"])
    }

    @Test func `is done by the next process when the first ends within the trial, for the rest of its time`() async throws {
        await sync(SyncEngine(parts()), "r1", "r2")
        func restarted(after seconds: Double) async -> String? {
            fixture.time.withLock { $0 += seconds }
            let holder = Holder<FakeIndex>()
            let next = parts(holder: holder)
            let engine = SyncEngine(next)
            await engine.resume()
            #expect(holder.current()?.revision == "r2")
            fail(next, "r2")
            _ = await engine.round(asked: false)
            return holder.current()?.revision
        }
        let old = try LocalFile.contents("\(fixture.store.root)/current", limit: 100)
        #expect(await restarted(after: 600) == "r1")
        // As if it had not happened, half an hour later.
        for entry in fixture.store.quarantined() { try fixture.store.pardon(entry.manifestHash) }
        try LocalFiles().write(old, to: "\(fixture.store.root)/current")
        #expect(await restarted(after: 1_800) == "r2")
        // A file of an earlier version does not say since when.
        try LocalFiles().write(Array("r2\nr1\n".utf8), to: "\(fixture.store.root)/current")
        #expect(fixture.store.pointer() == Pointer(active: "r2", previous: "r1"))
        #expect(await restarted(after: 0) == "r2")
    }

    @Test func `is remembered in a bucket when the machine is lost`() async throws {
        let scratch = "\(fixture.storage)-scratch"
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        func remote(_ holder: Holder<FakeIndex>) -> (SyncParts<FakeOpening>, SyncEngine<FakeOpening>) {
            var parts = self.parts(holder: holder)
            parts.isLocal = { _ in false }
            return (parts, SyncEngine(parts))
        }
        let (parts, engine) = remote(fixture.holder)
        await sync(engine, "r1", "r2")
        fail(parts, "r2")
        _ = await engine.round(asked: false)
        #expect(served == "r1")
        try FileManager.default.removeItem(atPath: scratch)
        let holder = Holder<FakeIndex>()
        let (_, next) = remote(holder)
        await next.resume()
        #expect(holder.current()?.revision == "r1")
        #expect(await next.round(asked: false).problem != nil)
        #expect(holder.current()?.revision == "r1")
    }

    @Test func `does not wait for the next poll`() async throws {
        let (parts, clock) = (self.parts(), ManualClock())
        var running = parts
        running.clock = clock
        let synchronizer = Synchronizer(running)
        fixture.source.publish("r1")
        let task = Task { try await synchronizer.run() }
        func rest(_ condition: () -> Bool) async {
            for _ in 0..<10_000 where synchronizer.status.phase != .idle || !condition() { await Task.yield() }
            await clock.waitForSleepers(2)
        }
        await rest { served == "r1" }
        fixture.source.publish("r2")
        synchronizer.look(.byHand)
        await rest { served == "r2" }
        #expect(synchronizer.status.trialEnd != nil)
        fail(parts, "r2")
        await rest { served == "r1" }
        #expect(served == "r1" && synchronizer.status.trialEnd == nil)
        #expect(synchronizer.status.counts[.rolledBack] == 1)
        #expect(synchronizer.status.history.first?.kind == .rolledBack)
        #expect(synchronizer.status.quarantined.map(\.revision) == ["r2"])
        // A command beside it learns why what is published is not served.
        #expect(try history.trouble()?.text.contains("3 of 3 searches failed") == true)
        task.cancel()
        try await task.value
    }

    // MARK: Comparing

    @Test func `a new index is compared with the one that is served, and the history tells how`() async throws {
        let compared = Mutex<[[String]]>([])
        var parts = self.parts()
        parts.compare = { active, new in
            compared.withLock { $0.append([active.revision, new.revision]) }
            return Recall(questions: 4, sources: 0.5, passages: 0.25)
        }
        let engine = SyncEngine(parts)
        await engine.resume()
        await sync(engine, "r1", "r2")
        #expect(compared.withLock(\.self) == [["r1", "r2"]])
        #expect(parts.board.current.recall?.questions == 4)
        #expect(try history.events(limit: 1).first?.reason.contains("50 % of the sources and 25 % of the passages") == true)
        // Going back is urgent.
        fail(parts, "r2")
        _ = await engine.round(asked: false)
        #expect(served == "r1" && compared.withLock(\.count) == 1 && parts.board.current.recall == nil)
    }

    @Test(
        arguments: [
            ([], nil), ([(["a"], ["x"], [], [])], Recall(questions: 1, sources: 0, passages: 0)),
            ([(["a", "b"], ["x", "y"], ["b", "c"], ["x", "y", "z"])], Recall(questions: 1, sources: 0.5, passages: 1)),
            // What found nothing before cannot be lost; what had no source is compared by its text alone.
            ([([], [], ["a"], ["x"])], nil),
            ([(["a"], ["x"], ["a"], ["x"]), ([], ["y"], [], [])], Recall(questions: 2, sources: 1, passages: 0.5)),
        ] as [([(Set<String>, Set<String>, Set<String>, Set<String>)], Recall?)])
    func `the recall is the share of what was found before`(pairs: [(Set<String>, Set<String>, Set<String>, Set<String>)], recall: Recall?) {
        let found = pairs.map {
            (before: Recall.Found(sources: $0.0, passages: $0.1), after: Recall.Found(sources: $0.2, passages: $0.3))
        }
        #expect(Recall(found) == recall)
    }
}
