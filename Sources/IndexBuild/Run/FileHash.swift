import Crypto
import Foundation

/// SHA-256 in lower-case hexadecimal.
enum FileHash {
    static func hex(_ digest: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func of(_ text: String) -> String { hex(SHA256.hash(data: Data(text.utf8))) }
    static func of(_ data: Data) -> String { hex(SHA256.hash(data: data)) }

    /// The hash and length of a file, read in pieces. Blocks.
    static func ofFile(at path: String) throws -> (hash: String, size: Int64) {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? handle.close() }
        var hash = SHA256()
        var size: Int64 = 0
        while let data = try handle.read(upToCount: 1 << 20), !data.isEmpty {
            hash.update(data: data)
            size += Int64(data.count)
        }
        return (hex(hash.finalize()), size)
    }
}
