import Base
import Foundation

/// An array in NumPy's `.npy` format, of the few kinds that the weights come in: little-endian, row by row.
///
/// The format: `\x93NUMPY`, two bytes of version, the header's length in two (version 1) or four bytes, the header as a Python
/// dictionary with `descr`, `fortran_order` and `shape`, and the numbers.
struct NPYFile {
    /// NumPy's name of the number type, such as `<f4`.
    let type: String
    let shape: [Int]
    private let data: Data
    private let path: String

    /// - Throws: `Problem` when the file is missing or is not such an array.
    init(path: String) throws {
        self.path = path
        do {
            data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        } catch {
            throw Self.problem(path, "it cannot be read (\(Problem.system("", at: path, cause: error).reason))")
        }
        let bytes = [UInt8](data.prefix(12))
        guard bytes.count == 12, bytes.starts(with: [0x93] + Array("NUMPY".utf8)), (1...3).contains(bytes[6]) else {
            throw Self.problem(path, "it is not a NumPy array")
        }
        let start = bytes[6] == 1 ? 10 : 12
        let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard start + length <= data.count else { throw Self.problem(path, "it is cut short") }
        let header = String(decoding: data[start..<(start + length)], as: UTF8.self)
        guard let type = header.firstMatch(of: /'descr': *'([^']+)'/)?.1, let order = header.firstMatch(of: /'fortran_order': *(True|False)/)?.1,
            let sizes = header.firstMatch(of: /'shape': *\(([0-9, ]*)\)/)?.1
        else { throw Self.problem(path, "its header is not understood") }
        self.type = String(type)
        shape = sizes.split { !$0.isNumber }.compactMap { Int($0) }
        guard let width = ["|u1": 1, "|i1": 1, "<f4": 4, "<f8": 8][self.type], order == "False" || shape.count < 2 else {
            throw Self.problem(path, "its numbers are of the kind \(type), which is not expected")
        }
        bytesStart = start + length
        guard data.count - bytesStart == width * shape.reduce(1, *) else { throw Self.problem(path, "its length does not fit its shape") }
    }

    private let bytesStart: Int

    /// The numbers of a `<f4` or `<f8` array of the given shape.
    func floats(_ expected: [Int]) throws -> [Float] {
        guard shape == expected else { throw Self.problem(path, "its shape is \(shape) where \(expected) is due") }
        return try data.dropFirst(bytesStart).withUnsafeBytes { bytes in
            let count = expected.reduce(1, *)
            switch type {
            case "<f4": return (0..<count).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
            case "<f8": return (0..<count).map { Float(bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self)) }
            default: throw Self.problem(path, "its numbers are of the kind \(type) where floats are due")
            }
        }
    }

    /// The bytes of a `|u1` array with so many columns.
    func bytes(columns: Int) throws -> Data {
        guard type == "|u1", shape.count == 2, shape[1] == columns else {
            throw Self.problem(path, "it is \(type) of shape \(shape) where bytes in \(columns) columns are due")
        }
        return data.dropFirst(bytesStart)
    }

    private static func problem(_ path: String, _ reason: String) -> Problem {
        Problem(
            what: "the model's weights cannot be read", location: path, reason: reason, remedy: "Fetch them again with `scripts/fetch-model`.")
    }
}
