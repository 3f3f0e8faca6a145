import Base
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Plain calls on local files whose errors say which file and why. All block.
package enum LocalFile {
    /// A file's length in bytes.
    /// - Throws: `Problem` when it is not there or is no regular file.
    package static func size(_ path: String) throws -> Int64 {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Problem.system("cannot read a file", at: path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Problem(what: "cannot read a file", location: path, reason: "it is no regular file", remedy: "Put a plain file there.")
        }
        return Int64(status.st_size)
    }

    /// Whether anything has that path.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }

    /// Hands over a file's bytes from `start` on, a piece at a time.
    /// - Parameter length: How many of them; nil: up to the end.
    /// - Throws: `Problem` when it cannot be read, or what `body` throws.
    package static func read(_ path: String, from start: Int64 = 0, length: Int64? = nil, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Problem.system("cannot read a file", at: path) }
        defer { close(descriptor) }
        try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { buffer in
            var offset = start
            let end = length.map { start + $0 } ?? .max
            while offset < end {
                let count = pread(descriptor, buffer.baseAddress, Int(min(Int64(buffer.count), end - offset)), off_t(offset))
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw Problem.system("cannot read a file", at: path) }
                guard count > 0 else { return }
                try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                offset += Int64(count)
            }
        }
    }

    /// A small file's whole content.
    /// - Throws: `Problem` when it cannot be read or is larger than `limit` bytes.
    package static func contents(_ path: String, limit: Int) throws -> [UInt8] {
        var whole: [UInt8] = []
        try read(path) { piece in
            guard whole.count + piece.count <= limit else {
                throw Problem(
                    what: "cannot read a file", location: path, reason: "it is larger than the \(limit) bytes accepted",
                    remedy: "Check that it is the right file.")
            }
            whole += piece
        }
        return whole
    }
}
