import Base
import Foundation

/// Seeded damage to a file.
enum Damage: CaseIterable {
    case cut, garbageHeader, hugeSize, headerBits, bits, bytes, zeros

    /// Whether a file so damaged cannot be an index of the same shape any more, so that it is told from a whole one without a hash.
    var showsItself: Bool {
        switch self {
        case .cut, .garbageHeader, .hugeSize: true
        case .headerBits, .bits, .bytes, .zeros: false
        }
    }

    /// The file with damage; never the same.
    func done(to whole: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var file = whole
        repeat {
            switch self {
            case .cut: file = Array(whole.prefix(Int.random(in: 0..<whole.count, using: &random)))
            case .garbageHeader: for index in 0..<64 { file[index] = UInt8.random(in: 0...255, using: &random) }
            // The first count behind the header of the kinds that are tried, or the count of vectors in the header.
            case .hugeSize:
                let number = UInt64(1) << UInt64.random(in: 24..<63, using: &random)
                withUnsafeBytes(of: number.littleEndian) { file.replaceSubrange(8..<16, with: $0) }
            case .headerBits: Self.flip(&file, within: 0..<60, &random)
            case .bits: Self.flip(&file, within: 60..<file.count, &random)
            case .bytes:
                let start = Int.random(in: 0..<file.count - 16, using: &random)
                for index in start..<start + 16 { file[index] = UInt8.random(in: 0...255, using: &random) }
            case .zeros:
                let start = Int.random(in: 0..<file.count - 64, using: &random)
                for index in start..<start + 64 { file[index] = 0 }
            }
        } while file == whole
        return file
    }

    private static func flip(_ file: inout [UInt8], within range: Range<Int>, _ random: inout SplitMix) {
        for _ in 0..<3 { file[Int.random(in: range, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
    }
}
