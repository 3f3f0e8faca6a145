import Base
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A file that is still coming: `<path>.download` holds its bytes, `<path>.download.mark` says which piece they end in and of which
/// content, so that a later process can go on. It gets its name only when it is whole. All calls block.
struct PartialFile: Sendable {
    let path: String

    private var data: String { "\(path).download" }
    private var note: String { "\(path).download.mark" }

    /// Which piece the bytes end in, and its mark; nil when nothing is there to go on from.
    func resume() -> (piece: Int, mark: String)? {
        guard LocalFile.exists(data), let bytes = try? LocalFile.contents(note, limit: 4_096) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 1)
        guard lines.count == 2, let piece = Int(lines[0]) else { return nil }
        return (piece, String(lines[1]))
    }

    /// How many bytes are there.
    var length: Int64 { (try? LocalFile.size(data)) ?? 0 }

    /// Starts a piece at `offset`: whatever is there beyond is cut off, and its mark is noted before a byte of it is written.
    func begin(piece: Int, mark: String, at offset: Int64) throws {
        unlink(note)
        let descriptor = open(data, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Problem.system("cannot create a file", at: data) }
        defer { close(descriptor) }
        guard ftruncate(descriptor, off_t(offset)) == 0 else { throw Problem.system("cannot write a file", at: data) }
        try AtomicFile.write(Array("\(piece)\n\(mark)".utf8), to: note)
    }

    /// Adds bytes at the end.
    func append(_ bytes: [UInt8]) throws {
        let descriptor = open(data, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw Problem.system("cannot write a file", at: data) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Problem.system("cannot write a file", at: data) }
            rest = rest.dropFirst(count)
        }
    }

    /// Whether the bytes from `start` on hash to the digest.
    func matches(_ digest: ContentDigest, from start: Int64) throws -> Bool {
        try digest.matches(file: data, from: start)
    }

    /// Brings the bytes to disk and gives the file its name.
    func finish() throws {
        let descriptor = open(data, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Problem.system("cannot write a file", at: data) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Problem.system("cannot bring a file to disk", at: data) }
        guard rename(data, path) == 0 else { throw Problem.system("cannot put a file in its place", at: path) }
        unlink(note)
        AtomicFile.syncFolder(of: path)
    }

    /// Removes what has come.
    func discard() {
        unlink(note)
        unlink(data)
    }
}
