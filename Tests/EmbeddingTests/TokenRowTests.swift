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
            let zero = Int.random(in: 0...255, using: &random)
            var numbers = [Int16](repeating: 0, count: 512)
            call.unpack(row, Int32(TokenRow.base(of: row) - zero), &numbers)
            #expect(isWritten && numbers.map { Int($0) + zero } == published.map(Int.init))
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

    @Test(.needsModel) func `a token beyond the table has a row of zeros`() throws {
        let table = try ModelPack(path: TestModel.path).table
        for token in [UInt32(table.rows), .max] {
            var row = [UInt8](repeating: 0xff, count: TokenRow.length)
            try row.withUnsafeMutableBytes { try table.read(token, into: $0) }
            #expect(row.allSatisfy { $0 == 0 })
        }
    }
}
