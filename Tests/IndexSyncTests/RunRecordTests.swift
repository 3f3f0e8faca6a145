import Base
import Foundation
import State
import Synchronization
import TestSupport
import Testing

@testable import IndexSync

@Suite struct `A bot that dies` {
    let fixture: SyncFixture

    init() throws { fixture = try SyncFixture() }

    private static func running(_ snapshot: String?, _ ends: Int) -> RunRecord { RunRecord(snapshot: snapshot, ends: ends, isRunning: true) }

    @Test(
        arguments: [
            (nil, true, running("new", 0)), (RunRecord.ended, true, running("new", 0)), (running("new", 0), true, running("new", 1)),
            (running("new", 1), true, running("new", 2)), (running("old", 5), true, running("new", 1)), (running("new", 2), false, running("new", 0)),
            (RunRecord(snapshot: "new", ends: 2, isRunning: false), true, running("new", 0)),
        ] as [(RunRecord?, Bool, RunRecord)]) func `counts against an index on trial, while it is that index`(
            last: RunRecord?, isOnTrial: Bool, next: RunRecord
        )
    {
        #expect(RunRecord(after: last, active: "new", isOnTrial: isOnTrial) == next)
        #expect(Self.running("new", 3).isDamning && !Self.running("new", 2).isDamning)
    }

    private var file: RunFile { RunFile(storage: fixture.storage, files: LocalFiles()) }

    /// A bot with two revisions on disk, the second new, whose predecessors have died so often under it.
    private func started(after ends: Int, pin: String? = nil, rules: TrialRules = TrialRules(), later seconds: Double = 0) async throws -> String? {
        let engine = SyncEngine(fixture.parts())
        for revision in ["r1", "r2"] {
            fixture.source.publish(revision)
            #expect(await engine.round(asked: false).problem == nil)
        }
        try file.write(Self.running("r2", ends - 1))
        fixture.time.withLock { $0 += seconds }
        fixture.opening.opened.withLock { $0 = [] }
        let holder = Holder<FakeIndex>()
        var parts = fixture.parts(pin: pin, holder: holder)
        parts.trial = TrialWatch(rules)
        await SyncEngine(parts).start()
        return holder.current()?.revision
    }

    @Test func `three times under a new index has it taken back before it is opened once more`() async throws {
        #expect(try await started(after: 3) == "r1")
        #expect(fixture.opening.opened.withLock(\.self) == ["r1"])
        #expect(fixture.store.quarantined().first?.reason.contains("died 3 times") == true)
    }

    @Test func `twice may be the machine's fault`() async throws {
        #expect(try await started(after: 2) == "r2")
        #expect(file.read() == Self.running("r2", 2))
        #expect(fixture.store.quarantined() == [])
    }

    @Test func `does not count where the index is old, pinned, or nothing is taken back`() async throws {
        #expect(try await started(after: 9, later: 1_800) == "r2")
        #expect(try await started(after: 9, pin: "r2") == "r2")
        #expect(try await started(after: 9, rules: .off) == "r2")
    }

    @Test func `is told from one that ends as it was asked to`() async throws {
        fixture.source.publish("r1")
        let clock = ManualClock()
        let synchronizer = Synchronizer(fixture.parts(clock: clock))
        let task = Task { try await synchronizer.run() }
        for _ in 0..<10_000 where synchronizer.status.phase != .idle { await Task.yield() }
        await clock.waitForSleepers(2)
        #expect(file.read()?.isRunning == true)
        task.cancel()
        try await task.value
        #expect(file.read() == .ended)
    }
}
