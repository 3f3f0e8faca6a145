import Base
import Foundation
import SearchIndex

/// What an index of vectors answers, for comparing it with what the library that wrote it answers (`Tests/Fixtures/vectors/kinds.py`).
enum VectorAnswers {
    /// `index-probe --vectors INDEX QUESTIONS TOP`
    static let flag = "--vectors"

    /// Prints a line for each question, of `row:score` for each hit, or why the index is refused.
    /// - Parameter arguments: The flag, the index, a file of the questions' numbers (32 bits each), and how many hits.
    /// - Returns: The exit code: 1 where the index is refused.
    static func print(arguments: [String]) -> Int32 {
        guard arguments.count == 4, let top = Int(arguments[3]), let data = FileManager.default.contents(atPath: arguments[2]) else { return 2 }
        let numbers = data.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map { bytes.loadUnaligned(fromByteOffset: $0, as: Float.self) }
        }
        do {
            let index = try VectorIndex.open(path: arguments[1])
            try index.selfTest()
            for start in stride(from: 0, to: numbers.count, by: index.dimension) {
                let hits = try index.search(Array(numbers[start..<start + index.dimension]), wanted: top)
                Swift.print(hits.map { "\($0.row):\($0.score)" }.joined(separator: " "))
            }
            return 0
        } catch {
            Swift.print("refused: \((error as? Problem)?.reason ?? "\(error)")")
            return 1
        }
    }
}
