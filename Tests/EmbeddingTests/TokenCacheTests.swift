import Base
@testable import Embedding
import Testing

@Suite struct TokenCacheTests {
    private static let length = 12

    /// A row that names its token in every byte.
    private static func row(_ token: UInt32) -> [UInt8] { (0..<length).map { UInt8(truncatingIfNeeded: Int(token) &* 31 &+ $0) } }

    @Test func `rows are those that were loaded, however many are asked for`() throws {
        let cache = TokenCache(capacity: 1024, length: Self.length)
        var random = SplitMix(seed: 14)
        for round in 0..<40 {
            // Some that fit all together and many that push each other out, known ones again and again, and the number that stands for none.
            let range = round % 2 == 0 ? 0...UInt32(900) : 0...UInt32(100_000)
            let tokens = (0..<1500).map { _ in UInt32.random(in: range, using: &random) } + [.max]
            var rows = [UInt8](repeating: 0xff, count: tokens.count * Self.length)
            try cache.read(tokens[...], into: &rows) { $1.copyBytes(from: Self.row($0)) }
            #expect(rows == tokens.flatMap(Self.row), "round \(round)")
        }
    }

    @Test func `what was asked for lately is not loaded again, and the oldest of a set gives way`() throws {
        // Two sets of eight places, for even and for odd numbers.
        let cache = TokenCache(capacity: 16, length: Self.length)
        func read(_ tokens: UInt32...) throws -> [UInt32] {
            var loaded: [UInt32] = []
            var rows = [UInt8](repeating: 0, count: tokens.count * Self.length)
            try cache.read(tokens[...], into: &rows) { token, row in
                loaded.append(token)
                row.copyBytes(from: Self.row(token))
            }
            return loaded
        }
        #expect(try read(0, 2, 4, 6, 8, 10, 12, 14, 1) == [0, 2, 4, 6, 8, 10, 12, 14, 1])
        #expect(try read(0, 2, 4, 6, 8, 10, 12, 14, 1).isEmpty)
        #expect(try read(0) == [])
        #expect(try read(14, 2, 4) == [])
        #expect(try read(12, 10, 8) == [])
        // 6 was not asked for longest.
        #expect(try read(16) == [16])
        #expect(try read(0, 2, 4, 8, 10, 12, 14, 16, 1) == [])
        #expect(try read(6) == [6])
    }

    @Test func `what cannot be loaded is not kept`() throws {
        let cache = TokenCache(capacity: 8, length: Self.length)
        var rows = [UInt8](repeating: 0, count: Self.length)
        #expect(throws: Problem.self) {
            try cache.read([3], into: &rows) { _, _ in throw Problem(what: "cannot read", location: "", reason: "", remedy: "") }
        }
        try cache.read([3], into: &rows) { $1.copyBytes(from: Self.row($0)) }
        #expect(rows == Self.row(3))
    }
}
