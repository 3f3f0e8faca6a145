import Base
import Foundation
import GRDB
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import State

@Suite(.timeLimit(.minutes(1))) struct StateTests {
    /// A folder that goes with the test.
    private final class Folder {
        let path = "\(NSTemporaryDirectory())docent-state-\(UUID().uuidString)"
        var state: String { "\(path)/state.sqlite" }

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private let folder: Folder
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws { folder = try Folder() }

    private func add(_ revision: String, to state: StateDatabase) throws {
        try state.write { db in
            try db.execute(
                sql: "INSERT INTO index_event (time, kind, revision, reason, seconds) VALUES (1, 'activated', ?, '', 0)", arguments: [revision])
        }
    }

    private func revisions(_ state: StateDatabase) throws -> [String] {
        try state.read { try String.fetchAll($0, sql: "SELECT revision FROM index_event ORDER BY id") }
    }

    @Test func `several processes may open a new file at the same moment`() throws {
        for round in 0..<10 {
            let path = "\(folder.path)/\(round).sqlite"
            let failures = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 6) { _ in
                do {
                    _ = try StateDatabase(path: path)
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
            #expect(failures.withLock(\.self) == [])
            #expect(try revisions(StateDatabase(path: path)) == [])
        }
    }

    @Test func `a file of the first version keeps what it has and gets the new tables`() throws {
        let old = try DatabaseQueue(path: folder.state)
        try old.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE index_event (
                        id INTEGER PRIMARY KEY, time REAL NOT NULL, kind TEXT NOT NULL, revision TEXT NOT NULL,
                        reason TEXT NOT NULL, seconds REAL NOT NULL);
                    INSERT INTO index_event (time, kind, revision, reason, seconds) VALUES (1, 'activated', 'old', '', 0);
                    """)
        }
        try old.close()
        let state = try StateDatabase(path: folder.state)
        #expect(try revisions(state) == ["old"])
        #expect(try state.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM turn") } == 0)
    }

    @Test func `two processes may have it open, and both see what either writes`() throws {
        let (first, second) = (try StateDatabase(path: folder.state), try StateDatabase(path: folder.state))
        try add("a", to: first)
        try add("b", to: second)
        #expect(try revisions(first) == ["a", "b"] && revisions(second) == ["a", "b"])
    }

    @Test func `when each shard last began a session outlives the process, and the last time holds`() async throws {
        let first = SessionStarts(try StateDatabase(path: folder.state))
        #expect(try await first.times() == [:])
        for second in 1...2 {
            for shard in 0..<2 { try await first.note(shard: shard, at: Date(timeIntervalSince1970: Double(second * 10 + shard))) }
        }
        let times = try await SessionStarts(StateDatabase(path: folder.state)).times()
        #expect(times == [0: Date(timeIntervalSince1970: 20), 1: Date(timeIntervalSince1970: 21)])
    }

    @Test func `what is no database is named with its remedy`() throws {
        try Data(repeating: 7, count: 8_192).write(to: URL(fileURLWithPath: folder.state))
        let problem = #expect(throws: Problem.self) { try StateDatabase(path: folder.state) }
        #expect(problem?.location == folder.state && problem?.remedy.contains("may be removed") == true)
    }

    @Test func `a file of a newer version is left alone`() throws {
        let newer = try DatabaseQueue(path: folder.state)
        var migrator = StateSchema.migrator
        migrator.registerMigration("of the future") { try $0.execute(sql: "CREATE TABLE future (id INTEGER)") }
        try migrator.migrate(newer)
        try newer.close()
        let problem = #expect(throws: Problem.self) { try StateDatabase(path: folder.state) }
        #expect(problem?.reason.contains("newer version") == true)
    }

    @Test func `a write that fails leaves nothing behind`() throws {
        struct Stop: Error {}
        let state = try StateDatabase(path: folder.state)
        #expect(throws: Stop.self) {
            try state.write { db in
                try db.execute(sql: "INSERT INTO index_event (time, kind, revision, reason, seconds) VALUES (1, 'activated', 'x', '', 0)")
                throw Stop()
            }
        }
        #expect(try revisions(state) == [])
    }

    @Test func `the copy follows what is written, is whole at the end, and comes back on another machine`() async throws {
        let (copy, clock) = ("\(folder.path)/copy.sqlite", ManualClock())
        let state = try StateDatabase(path: folder.state)
        let backup = StateBackup(of: state, to: copy, every: .seconds(60), clock: clock, logger: logger)
        try add("a", to: state)
        let group = ServiceGroup(services: [backup], logger: logger)
        let running = Task { try await group.run() }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(60))
        // It sleeps again once the copy is there.
        await clock.waitForSleepers()
        let elsewhere = "\(folder.path)/other.sqlite"
        try StateBackup.restore(from: copy, to: elsewhere)
        #expect(try revisions(try StateDatabase(path: elsewhere)) == ["a"])
        try add("b", to: state)
        await group.triggerGracefulShutdown()
        try await running.value
        let last = "\(folder.path)/last.sqlite"
        try StateBackup.restore(from: copy, to: last)
        #expect(try revisions(try StateDatabase(path: last)) == ["a", "b"])
        // What is there is newer than any copy.
        try StateBackup.restore(from: copy, to: elsewhere)
        #expect(try revisions(try StateDatabase(path: elsewhere)) == ["a"])
    }
}
