import Foundation
import TestSupport
import Testing

@Suite struct StandInTests {
    @Test func `the handshake's accept value is the one of RFC 6455`() {
        let digest = SHA1.digest(Array("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))
        #expect(Data(digest).base64EncodedString() == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test func `SHA-1 of messages around the block size`() {
        #expect(hex(SHA1.digest([])) == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(hex(SHA1.digest(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(hex(SHA1.digest([UInt8](repeating: 97, count: 55))) == "c1c8bbdc22796e28c0e15163d20899b65621d65a")
        #expect(hex(SHA1.digest([UInt8](repeating: 97, count: 64))) == "0098ba824b5c16427bd7a1122a5a442a25ec644d")
    }

    @Test func `a manual clock wakes sleepers in the order of their deadlines`() async throws {
        let clock = ManualClock()
        async let late: Void = clock.sleep(for: .seconds(5))
        async let early: Void = clock.sleep(for: .seconds(1))
        await clock.waitForSleepers(2)
        #expect(clock.nextDeadline == clock.now.advanced(by: .seconds(1)))
        clock.advance(by: .seconds(2))
        try await early
        #expect(clock.nextDeadline?.offset == .seconds(5))
        clock.advance(by: .seconds(3))
        try await late
    }

    @Test func `a cancelled sleeper wakes with an error`() async {
        let clock = ManualClock()
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await clock.sleep(for: .seconds(1)) }
                await clock.waitForSleepers()
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }

    private func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }
}
