import Base
import Crypto
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// What a file's content must hash to.
package enum ContentDigest: Sendable, Equatable {
    case sha256(String)
    /// git's name of a file: SHA-1 of `"blob <length>\0"` and the content. The Hub's ETag of a file that is not in LFS.
    case gitBlob(String)

    /// Reads a Hub ETag by its length; nil for other tags, which say nothing of the content.
    init?(etag: String) {
        let digits = etag.lowercased()
        guard digits.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
        switch digits.utf8.count {
        case 40: self = .gitBlob(digits)
        case 64: self = .sha256(digits)
        default: return nil
        }
    }

    /// Whether the bytes hash to it.
    func matches(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .sha256(let expected): return SHA256.hash(data: bytes).hexadecimal == expected
        case .gitBlob(let expected):
            var hash = Self.blobHash(length: Int64(bytes.count))
            hash.update(data: bytes)
            return hash.finalize().hexadecimal == expected
        }
    }

    /// Whether the bytes of a file from `start` to its end hash to it. Blocks.
    /// - Throws: `Problem` when the file cannot be read.
    package func matches(file path: String, from start: Int64 = 0) throws -> Bool {
        switch self {
        case .sha256(let expected): return try Self.sha256(file: path, from: start) == expected
        case .gitBlob(let expected):
            var hash = Self.blobHash(length: try LocalFile.size(path) - start)
            try LocalFile.read(path, from: start) { hash.update(bufferPointer: $0) }
            return hash.finalize().hexadecimal == expected
        }
    }

    /// The SHA-256 of a file from `start` on, in lower-case hexadecimal. Blocks.
    /// - Parameter length: How many bytes; nil: up to the end.
    /// - Throws: `Problem` when the file cannot be read.
    package static func sha256(file path: String, from start: Int64 = 0, length: Int64? = nil) throws -> String {
        var hash = SHA256()
        try LocalFile.read(path, from: start, length: length) { hash.update(bufferPointer: $0) }
        return hash.finalize().hexadecimal
    }

    private static func blobHash(length: Int64) -> Insecure.SHA1 {
        var hash = Insecure.SHA1()
        hash.update(data: Array("blob \(length)\0".utf8))
        return hash
    }
}
