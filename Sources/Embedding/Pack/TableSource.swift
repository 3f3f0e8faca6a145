import Base
import CVectorMath
import Foundation

/// The token table as it is published: 17 arrays of quantised rows, token `id` in array `id % 17` at row `id / 17`, each with a scale
/// and a lowest value. Here put in the tokens' order, as a pack has them.
struct TableSource {
    /// All rows, one after another: see `TokenRow`.
    let bytes: Data
    let rows: Int
    let scale: [Float]
    let low: [Float]
    /// The mean of the vocabulary's rows.
    let mean: [Float]

    /// - Parameter pieces: How many pieces the vocabulary has; the table must have a row for each.
    init(folder: String, pieces: Int) throws {
        let (chunks, size) = (Shape.chunks, Shape.dimension)
        let scale = try NPYFile(path: "\(folder)/scale.npy").floats([chunks])
        let low = try NPYFile(path: "\(folder)/lo.npy").floats([chunks])
        let parts = try (1...chunks).map { try NPYFile(path: "\(folder)/q\($0).npy").bytes(columns: size) }
        let height = parts[0].count / size
        guard parts.allSatisfy({ $0.count == height * size }), height * chunks >= pieces else {
            throw Self.problem(folder, "the token table does not fit the vocabulary")
        }
        rows = height * chunks
        var bytes = Data(count: rows * TokenRow.length)
        var sums = [[Int]](repeating: [Int](repeating: 0, count: size), count: chunks)
        try bytes.withUnsafeMutableBytes { (all: UnsafeMutableRawBufferPointer) in
            for (chunk, part) in parts.enumerated() {
                try part.withUnsafeBytes { (part: UnsafeRawBufferPointer) in
                    for row in 0..<height {
                        let token = row * chunks + chunk
                        let numbers = part.assumingMemoryBound(to: UInt8.self).extracting((row * size)..<((row + 1) * size))
                        guard let start = numbers.baseAddress, let target = Self.row(token, of: all) else { return }
                        guard TokenRow.write(start, to: target) else {
                            throw Self.problem(folder, "a row of the token table needs more than six bits for a number")
                        }
                        if token < pieces { for i in 0..<size { sums[chunk][i] += Int(numbers[i]) } }
                    }
                }
            }
        }
        self.bytes = bytes
        self.scale = scale
        self.low = low
        let members = (0..<chunks).map { chunk in (pieces - chunk + chunks - 1) / chunks }
        mean = (0..<size).map { i in
            let total = (0..<chunks).reduce(0.0) { $0 + Double(scale[$1]) * Double(sums[$1][i]) + Double(low[$1]) * Double(members[$1]) }
            return Float(total / Double(pieces))
        }
    }

    private static func row(_ token: Int, of all: UnsafeMutableRawBufferPointer) -> UnsafeMutablePointer<UInt8>? {
        all.assumingMemoryBound(to: UInt8.self).baseAddress.map { $0 + token * TokenRow.length }
    }

    private static func problem(_ folder: String, _ reason: String) -> Problem {
        Problem(
            what: "the model's weights cannot be packed", location: "\(folder)/q1.npy", reason: reason,
            remedy: "Fetch them again with `scripts/fetch-model`.")
    }
}
