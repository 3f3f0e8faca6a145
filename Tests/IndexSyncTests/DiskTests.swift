import Base
import Foundation
import Hub
import Synchronization
import Testing

@testable import IndexSync

/// A disk that is full or cannot be written to, at any moment.
@Suite struct `A disk that refuses` {
    private let fixture: SyncFixture
    private let disk = FillingDisk()

    init() throws {
        fixture = try SyncFixture()
    }

    private func engine(isLocal: Bool = true) -> SyncEngine<FakeOpening> {
        var parts = fixture.parts(keep: 1, files: disk)
        parts.isLocal = { _ in isLocal }
        return SyncEngine(parts)
    }

    private var served: String? { fixture.holder.current()?.revision }

    @Test(arguments: ["No space left on device", "Read-only file system", "Input/output error", "Disk quota exceeded"], [true, false])
    func `takes nothing from what is served, and is tried again, at whichever change it begins to`(reason: String, isLocal: Bool) async throws {
        defer { try? FileManager.default.removeItem(atPath: "\(fixture.storage)-scratch") }
        let engine = engine(isLocal: isLocal)
        fixture.source.publish("r0")
        #expect(await engine.round(asked: false).problem == nil)
        var (number, failures) = (0, 0)
        while failures < number + 1 {
            let before = served
            fixture.source.publish("r\(number + 1)")
            disk.refuse(reason, after: failures)
            let problem = await engine.round(asked: false).problem
            guard disk.hasRefused else { break }
            #expect(problem?.reason.contains(reason) == true, "after \(failures) changes: \(String(describing: problem))")
            #expect(served == before || served == "r\(number + 1)")
            #expect(fixture.store.quarantined() == [], "after \(failures) changes")
            disk.heal()
            #expect(await engine.round(asked: false).problem == nil, "after \(failures) changes")
            #expect(served == "r\(number + 1)")
            number += 1
            failures += 1
        }
        #expect(failures > 5)
        #expect(fixture.leftovers == [])
    }

    @Test(arguments: [Int64(3) << 30, 1 << 62, .max]) func `is asked for room for all before a byte is fetched`(size: Int64) async {
        let engine = engine()
        fixture.source.publish("r1")
        #expect(await engine.round(asked: false).problem == nil)
        let fetches = fixture.source.fetches
        disk.room.withLock { $0 = 8 << 30 }
        fixture.source.publish("r2", hashes: false)
        fixture.source.tell(size: size)
        let problem = await engine.round(asked: false).problem
        // Three of meta.json's lengths beside that of the vectors: the chunk store is made from it.
        #expect(problem?.what == "cannot store the new index" && problem?.reason.contains("8192 MiB are left") == true)
        #expect(fixture.source.fetches == fetches && served == "r1" && fixture.store.quarantined() == [])
        fixture.source.tell(size: 1 << 30)
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r2")
    }

    @Test func `is asked for room before a snapshot is copied from the bucket`() async throws {
        defer { try? FileManager.default.removeItem(atPath: "\(fixture.storage)-scratch") }
        fixture.source.publish("r1")
        #expect(await engine(isLocal: false).round(asked: false).problem == nil)
        try FileManager.default.removeItem(atPath: "\(fixture.storage)-scratch")
        disk.room.withLock { $0 = 1 << 20 }
        let holder = Holder<FakeIndex>()
        var parts = fixture.parts(files: disk, holder: holder)
        parts.isLocal = { _ in false }
        await SyncEngine(parts).resume()
        #expect(holder.current() == nil && !LocalFile.exists("\(fixture.storage)-scratch/index/r1.partial"))
        disk.room.withLock { $0 = 1 << 30 }
        await SyncEngine(parts).resume()
        #expect(holder.current()?.revision == "r1")
    }
}

/// A disk that from some change on takes nothing more, until it is healed.
private final class FillingDisk: FileOperations {
    private struct State {
        var reason: String?
        var left = 0
        var hasRefused = false
    }

    private let state = Mutex(State())
    /// Bytes that it says are free.
    let room = Mutex<Int64>(1 << 40)

    func refuse(_ reason: String, after count: Int) { state.withLock { $0 = State(reason: reason, left: count) } }
    func heal() { state.withLock { $0 = State() } }
    var hasRefused: Bool { state.withLock(\.hasRefused) }

    func makeFolder(_ path: String) throws { try change(path) { try LocalFiles().makeFolder(path) } }
    func write(_ bytes: [UInt8], to path: String) throws { try change(path) { try LocalFiles().write(bytes, to: path) } }
    func rename(_ path: String, to target: String) throws { try change(target) { try LocalFiles().rename(path, to: target) } }
    func remove(_ path: String) throws { try change(path) { try LocalFiles().remove(path) } }
    func copy(_ path: String, to target: String) throws { try change(target) { try LocalFiles().copy(path, to: target) } }
    func free(at folder: String) throws -> Int64 { room.withLock(\.self) }

    private func change(_ path: String, _ body: () throws -> Void) throws {
        let refusal = state.withLock { state -> String? in
            guard let reason = state.reason else { return nil }
            state.left -= 1
            if state.left < 0 { state.hasRefused = true }
            return state.left < 0 ? reason : nil
        }
        if let refusal { throw Problem(what: "cannot write", location: path, reason: refusal, remedy: "Free some space.") }
        try body()
    }
}
