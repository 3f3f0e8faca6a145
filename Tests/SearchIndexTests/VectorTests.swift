import Base
import Foundation
@testable import SearchIndex
import Testing

struct VectorTests {
    private func vectors(_ count: Int, dimension: Int, seed: UInt64 = 3) -> [[Float]] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in random.unitVector(dimension) }
    }

    @Test(arguments: [(30, 10_000), (900, 500)])
    func `each vector finds itself, in a small index and in a compact one`(count: Int, threshold: Int) throws {
        try withFolder { folder in
            let path = "\(folder)/faiss.index"
            let rows = vectors(count, dimension: 24)
            let writer = try VectorIndexWriter(path: path, dimension: 24, threshold: threshold)
            try writer.add(rows)
            try writer.write()
            #expect(try #require(writer.recall) > 0.9)
            let index = try VectorIndex.open(path: path)
            #expect(index.count == count && index.dimension == 24 && index.metric == .innerProduct)
            try index.selfTest()
            for row in stride(from: 0, to: count, by: 7) { #expect(try index.search(rows[row], wanted: 5).first?.row == row) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["faiss.index"])
        }
    }

    @Test func `vectors that do not fit are refused`() throws {
        try withFolder { folder in
            let path = "\(folder)/faiss.index"
            let writer = try VectorIndexWriter(path: path, dimension: 3)
            #expect(throws: Problem.self) { try writer.add([[1, 2]]) }
            #expect(throws: Problem.self) { try writer.add([[1, .nan, 0]]) }
            try writer.add([[1, 0, 0]])
            try writer.write()
            let index = try VectorIndex.open(path: path)
            #expect(throws: Problem.self) { try index.search([1, 0], wanted: 1) }
            #expect(throws: Problem.self) { try index.search([1, 0, .nan], wanted: 1) }
            #expect(throws: Problem.self) { try index.search([1, 0, .infinity], wanted: 1) }
            #expect(throws: Problem.self) { try VectorIndex.open(path: "\(folder)/none") }
        }
    }

    @Test(arguments: [50, 600])
    func `every truncation and every forged size is refused before memory is set aside`(threshold: Int) throws {
        try withFolder { folder in
            let path = "\(folder)/faiss.index"
            let writer = try VectorIndexWriter(path: path, dimension: 16, threshold: threshold)
            try writer.add(vectors(300, dimension: 16))
            try writer.write()
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            let damaged = "\(folder)/damaged.index"
            for length in [0, 3, 4, 20, 40, 100, whole.count / 2, whole.count - 1] {
                try whole.prefix(length).write(to: URL(fileURLWithPath: damaged))
                #expect(throws: Problem.self, "length \(length)") { try VectorIndex.open(path: damaged) }
            }
            // The header's counts: d, ntotal, and the first count behind it.
            for (offset, value) in [(4, UInt64(0)), (8, 1 << 40), (37, 1 << 31), (37, 1 << 62), (37, .max)] {
                var forged = whole
                withUnsafeBytes(of: value.littleEndian) { forged.replaceSubrange(offset..<offset + 8, with: $0) }
                try forged.write(to: URL(fileURLWithPath: damaged))
                #expect(throws: Problem.self, "\(value) at \(offset)") { try VectorIndex.open(path: damaged) }
            }
        }
    }

    @Test func `posting lists read back, whole and cut short`() {
        var random = SplitMix(seed: 4)
        var list = PostingList()
        var expected: [[Int]] = []
        var chunk = -1
        for _ in 0..<500 {
            chunk += Int.random(in: 1...(Bool.random(using: &random) ? 3 : 100_000), using: &random)
            let frequency = Int.random(in: 1...20, using: &random)
            list.append(chunk: chunk, frequency: frequency)
            expected.append([chunk, min(frequency, 15)])
        }
        var read: [[Int]] = []
        list.bytes.withUnsafeBytes { PostingList.forEach($0) { read.append([$0, $1]) } }
        #expect(read == expected && list.count == 500)
        for length in 0..<list.bytes.count {
            var count = 0
            list.bytes[..<length].withUnsafeBytes { PostingList.forEach($0) { _, _ in count += 1 } }
            #expect(count <= 500)
        }
    }
}
