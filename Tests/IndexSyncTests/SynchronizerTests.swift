import Base
import Foundation
import Hub
import ServiceLifecycle
import State
import TestSupport
import Testing

@testable import IndexSync

@Suite struct `The running synchronizer` {
    let fixture: SyncFixture
    let clock = ManualClock()
    let synchronizer: Synchronizer<FakeOpening>

    init() throws {
        fixture = try SyncFixture()
        synchronizer = Synchronizer(fixture.parts(clock: clock))
    }

    /// Runs the service beside the body and cancels it after.
    private func running(_ body: () async throws -> Void) async throws {
        let task = Task { try await synchronizer.run() }
        try await body()
        task.cancel()
        try await task.value
    }

    /// At rest it sleeps twice: to the next poll, and to the next look at the pin.
    private func atRest(_ condition: () -> Bool) async {
        for _ in 0..<10_000 where synchronizer.status.phase != .idle || !condition() { await Task.yield() }
        await clock.waitForSleepers(2)
    }

    private var served: String? { fixture.holder.current()?.revision }

    @Test func `waits for a source that asks for it as long as asked and up to a tenth longer, so that not all come back at once`() {
        let configuration = SyncConfiguration(storage: "", scratch: "", poll: .seconds(60))
        func seconds(asked: Duration?, _ jitter: Double) -> Double { (configuration.delay(asked: asked, jitter: jitter) / .seconds(1)).rounded() }
        #expect([0, 0.5, 1].map { seconds(asked: .seconds(900), $0) } == [900, 945, 990])
        #expect([0, 1].map { seconds(asked: nil, $0) } == [54, 66])
        #expect(configuration.delay(asked: .seconds(5), jitter: 0) == .seconds(54))
    }

    @Test func `looks at each poll`() async throws {
        fixture.source.publish("r1")
        try await running {
            await atRest { served == "r1" }
            fixture.source.publish("r2")
            clock.advance(by: .seconds(60))
            await atRest { served == "r2" }
        }
        #expect(served == "r2")
        #expect(synchronizer.status.active?.revision == "r2")
        #expect(synchronizer.status.lastError == nil)
    }

    @Test func `looks at once when asked`() async throws {
        fixture.source.publish("r1")
        try await running {
            await atRest { served == "r1" }
            fixture.source.publish("r2")
            synchronizer.look(.byHand)
            await atRest { served == "r2" }
        }
        #expect(served == "r2")
    }

    @Test func `looks within moments when a command beside it says so, and not for what was said before it began`() async throws {
        let note = LookNote(storage: fixture.storage)
        try note.write()
        fixture.source.publish("r1")
        try await running {
            await atRest { served == "r1" }
            let looks = fixture.source.looks
            clock.advance(by: .seconds(1))
            await atRest { true }
            #expect(fixture.source.looks == looks)
            fixture.source.publish("r2")
            try note.write()
            clock.advance(by: .seconds(1))
            await atRest { served == "r2" }
        }
        #expect(served == "r2")
    }

    @Test func `looks once for the several notices of one publication`() async throws {
        fixture.source.publish("r1")
        try await running {
            await atRest { served == "r1" }
            let looks = fixture.source.looks
            fixture.source.publish("r2")
            for _ in 0..<5 { synchronizer.look(.notice) }
            await atRest { true }
            #expect(fixture.source.looks == looks)
            for _ in 0..<3 {
                clock.advance(by: .seconds(1))
                await atRest { true }
            }
            await atRest { served == "r2" }
            #expect(fixture.source.looks == looks + 1)
        }
    }

    @Test func `notices the pin of another process within moments`() async throws {
        fixture.source.publish("r1")
        try await running {
            await atRest { served == "r1" }
            fixture.source.publish("r2")
            synchronizer.look(.byHand)
            await atRest { served == "r2" }
            try PinFile(storage: fixture.storage).write("r1")
            clock.advance(by: .seconds(1))
            await atRest { served == "r1" }
        }
        #expect(served == "r1")
        #expect(synchronizer.status.pin?.reference == "r1")
    }

    @Test func `tells what went wrong, and waits as long as it was asked to`() async throws {
        fixture.source.fail(.rateLimited(retryAfter: .seconds(300)))
        try await running {
            await atRest { synchronizer.status.lastError != nil }
            let looks = fixture.source.looks
            clock.advance(by: .seconds(100))
            await clock.waitForSleepers(2)
            #expect(fixture.source.looks == looks)
        }
        #expect(synchronizer.status.lastError?.kind == .temporary)
        #expect(synchronizer.status.lastError?.description.contains("300") == true)
    }

    @Test func `a trouble that goes on is noted once, whatever number the service gives each answer`() async throws {
        let history = History(try StateDatabase(path: "\(fixture.storage)/state.sqlite"))
        let synchronizer = Synchronizer(fixture.parts(history: history, clock: clock))
        func refused(_ why: String, _ request: String) -> HubError {
            .settings(what: "HTTP 401, \(why) (request \(request))", remedy: "Make a new token.")
        }
        func next(_ error: HubError) async throws -> Date? {
            fixture.source.fail(error)
            let looks = fixture.source.looks
            clock.advance(by: .seconds(66))
            for _ in 0..<10_000 where fixture.source.looks == looks || synchronizer.status.phase != .idle { await Task.yield() }
            await clock.waitForSleepers(2)
            return try history.trouble()?.time
        }
        fixture.source.fail(refused("expired", "A1"))
        let task = Task { try await synchronizer.run() }
        for _ in 0..<10_000 where synchronizer.status.lastError == nil { await Task.yield() }
        await clock.waitForSleepers(2)
        let first = try #require(try history.trouble()?.time)
        #expect(try await next(refused("expired", "B2")) == first)
        #expect(synchronizer.status.lastError?.description.contains("B2") == true)
        #expect(try await next(refused("revoked", "C3")) != first)
        task.cancel()
        try await task.value
    }

    @Test func `syncs once for a command, from disk when that is enough`() async throws {
        fixture.source.publish("r1")
        let first = try await OneShotSync(fixture.parts()).run(refresh: false)
        #expect(first.index.revision == "r1" && first.problem == nil)
        fixture.source.publish("r2")
        #expect(try await OneShotSync(fixture.parts(holder: Holder())).run(refresh: false).index.revision == "r1")
        fixture.source.fail(.unavailable("down"))
        let stale = try await OneShotSync(fixture.parts(holder: Holder())).run(refresh: true)
        #expect(stale.index.revision == "r1" && stale.problem != nil)
    }
}

@Suite struct `The holder` {
    @Test func `gives every search one whole index while it is swapped thousands of times`() async {
        final class Index: Sendable {
            let left: Int
            let right: Int
            init(_ number: Int) { (left, right) = (number, -number) }
        }
        let holder = Holder<Index>()
        holder.swap(Index(0))
        await withTaskGroup(of: Int.self) { group in
            group.addTask {
                for number in 1...5_000 { holder.swap(Index(number)) }
                return 0
            }
            for _ in 0..<4 {
                group.addTask {
                    var last = 0
                    for _ in 0..<5_000 {
                        guard let index = holder.current(), index.left + index.right == 0, index.left >= last else { return 1 }
                        last = index.left
                    }
                    return 0
                }
            }
            #expect(await group.reduce(0, +) == 0)
        }
        #expect(holder.current()?.left == 5_000)
    }

    @Test func `lets a replaced index go with its last reader`() {
        final class Index: Sendable {}
        let holder = Holder<Index>()
        holder.swap(Index())
        var reader = holder.current()
        weak let old = reader
        holder.swap(Index())
        #expect(old != nil)
        reader = nil
        #expect(reader == nil && old == nil)
    }
}
