import Base
import CVectorMath
@testable import Embedding
import Testing

@Suite struct TokenRowTests {
    @Test(arguments: 0..<Int32(Kernels.available.count)) func `a row holds what was published, at every level`(level: Int32) throws {
        let call = try #require(Kernels(level: level)).call
        var random = SplitMix(seed: 13)
        for _ in 0..<50 {
            let least = UInt8.random(in: 0...192, using: &random)
            let published = (0..<512).map { _ in UInt8.random(in: least...(least + 63), using: &random) }
            var row = [UInt8](repeating: 0xff, count: TokenRow.length)
            let isWritten = TokenRow.write(published, to: &row)
            TokenRow.write(factor: 0.25, to: &row)
            let zero = Int.random(in: 0...255, using: &random)
            var numbers = [Int16](repeating: 0, count: 512)
            call.unpack(row, Int32(TokenRow.base(of: row) - zero), &numbers)
            #expect(isWritten && numbers.map { Int($0) + zero } == published.map(Int.init) && TokenRow.factor(of: row) == 0.25)
        }
    }

    @Test func `a row of more than 64 values is refused`() {
        var row = [UInt8](repeating: 0, count: TokenRow.length)
        for (most, fits) in [(UInt8(63), true), (64, false)] {
            #expect(TokenRow.write((0..<512).map { $0 == 7 ? most : 0 }, to: &row) == fits)
        }
    }

    @Test func `numbers counted from a scale's zero stand for the same`() {
        for (scale, low) in [(Float(0.187), Float(-6.1)), (0.66, -19.2), (0.1, 3), (0.1, -90), (0, 1)] {
            let counted = TokenScale(scale: scale, low: low)
            #expect((0...255).contains(counted.zero))
            for number in [0, 29, 255] {
                let value = counted.scale * Float(number - counted.zero) + counted.rest
                #expect(abs(value - (scale * Float(number) + low)) < 1e-4)
            }
        }
    }

    @Test(.needsModel) func `rows kept in memory are those of the file, however many are asked for`() throws {
        let table = try ModelPack(path: TestModel.path).table
        let cache = RowCache(table: table)
        var random = SplitMix(seed: 14)
        for round in 0..<40 {
            // Some that fit all together and many that push each other out, known ones again and again, and some that there are not.
            let range = round % 2 == 0 ? 0...UInt32(900) : 0...UInt32(table.rows + 500)
            let tokens = (0..<1500).map { _ in UInt32.random(in: range, using: &random) } + [.max]
            var rows = [UInt8](repeating: 0xff, count: tokens.count * TokenRow.length)
            try cache.read(tokens[...], into: &rows)
            for (index, token) in tokens.enumerated() {
                var expected = [UInt8](repeating: 0, count: TokenRow.length)
                if Int(token) < table.rows { try expected.withUnsafeMutableBytes { try table.read(token, into: $0) } }
                guard Array(rows[(index * TokenRow.length)..<((index + 1) * TokenRow.length)]) == expected else {
                    Issue.record("token \(token) in round \(round)")
                    return
                }
            }
        }
    }
}
