import Base
import Foundation

/// The token table as it is published: 17 arrays of quantised rows, token `id` in array `id % 17` at row `id / 17`, each with a scale
/// and a lowest value. Here put in the tokens' order.
struct TableSource {
    /// All rows, one after another.
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
            throw Problem(
                what: "the model's weights cannot be packed", location: "\(folder)/q1.npy", reason: "the token table does not fit the vocabulary",
                remedy: "Fetch them again with `scripts/fetch-model`.")
        }
        rows = height * chunks
        var bytes = Data(count: rows * size)
        var sums = [[Int]](repeating: [Int](repeating: 0, count: size), count: chunks)
        bytes.withUnsafeMutableBytes { all in
            for (chunk, part) in parts.enumerated() {
                part.withUnsafeBytes { part in
                    for row in 0..<height {
                        let source = UnsafeRawBufferPointer(rebasing: part[(row * size)..<((row + 1) * size)])
                        let token = row * chunks + chunk
                        UnsafeMutableRawBufferPointer(rebasing: all[(token * size)..<((token + 1) * size)]).copyMemory(from: source)
                        if token < pieces { for i in 0..<size { sums[chunk][i] += Int(source[i]) } }
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
}
