import Base
import Foundation
@testable import Hub
import TestSupport
import Testing

@Suite struct `A lock on a file` {
    @Test func `is known by who has it`() throws {
        let path = NSTemporaryDirectory() + "lock-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(FileLock.holders(of: path) == [])
        let lock = try #require(try FileLock.attempt(path: path, .shared))
        #expect(FileLock.holders(of: path) == [ProcessInfo.processInfo.processIdentifier])
        lock.release()
        #expect(FileLock.holders(of: path) == [])
    }

    @Test func `is shared with those who share it, and kept from those who want it alone`() throws {
        let path = NSTemporaryDirectory() + "lock-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try #require(try FileLock.attempt(path: path, .shared))
        let second = try #require(try FileLock.attempt(path: path, .shared))
        #expect(try FileLock.attempt(path: path) == nil)
        first.release()
        second.release()
        let alone = try #require(try FileLock.attempt(path: path))
        #expect(try FileLock.attempt(path: path, .shared) == nil)
        alone.release()
    }

    @Test func `is waited for, but not for ever`() async throws {
        let path = NSTemporaryDirectory() + "lock-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let pool = BlockingPool(label: "test", width: 1)
        let held = try #require(try FileLock.attempt(path: path))
        let clock = PromptClock()
        let problem = await #expect(throws: Problem.self) { try await FileLock.acquire(path: path, patience: .seconds(30), clock: clock, on: pool) }
        #expect(problem?.kind == .temporary && problem?.reason.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        #expect(clock.sleeps.reduce(.zero, +) == .seconds(30))
        let waiting = ManualClock()
        async let lock = FileLock.acquire(path: path, patience: .seconds(30), clock: waiting, on: pool)
        await waiting.waitForSleepers()
        held.release()
        waiting.advance(by: .seconds(1))
        try await lock.release()
    }

    @Test func `is found among others in the kernel's table`() {
        let table = """
            1: FLOCK  ADVISORY  READ 28595 fe:00:16376282 0 EOF
            2: POSIX  ADVISORY  READ 77 fe:00:16376282 128 128
            3: FLOCK  ADVISORY  WRITE 31 08:11:16376282 0 EOF
            3: -> FLOCK  ADVISORY  WRITE 32 fe:00:16376282 0 EOF
            4: FLOCK  ADVISORY  READ -1 fe:00:16376282 0 EOF
            5: FLOCK  ADVISORY  READ 28601 fe:00:16376282 0 EOF
            6: FLOCK  ADVISORY  READ 28595 fe:00:16376282 0 EOF
            7: FLOCK

            """
        #expect(FileLock.holders(of: 16_376_282, on: (0xFE, 0), table: table) == [28_595, 28_601])
        #expect(FileLock.holders(of: 16_376_282, on: (8, 0x11), table: table) == [31])
    }
}
