import Base
import Foundation
import Transport

/// Brings one file of an artifact to disk from any source: pieces joined in order, resumed where they are of the same content, length
/// and hashes always checked.
struct ArtifactDownload: Sendable {
    /// Asks the source for a piece. With a start, from there if the content still has that mark, else from 0.
    typealias Open = (_ piece: RemoteFile, _ start: PieceStart?) async throws -> PieceStream

    /// For disk writes and hashing, which block.
    static let pool = BlockingPool(label: "docent.download", width: 2)

    let file: RemoteFile
    let path: String

    /// Fetches what is missing and gives the file its name.
    /// - Throws: `HubError`: `corrupt` when the content is not what it should be (it has been removed then), `unavailable` when the
    ///   transfer broke off (what came is kept), `storage`.
    func run(open: Open, progress: @Sendable (Int64) -> Void) async throws {
        if try await isThere() { return }
        let partial = PartialFile(path: path)
        let pieces = file.parts.isEmpty ? [file] : file.parts
        var base: Int64 = 0
        let resume = try await disk { partial.resume() }
        for (number, piece) in pieces.enumerated() {
            if let resume, number < resume.piece, let size = piece.size {
                base += size
                continue
            }
            let start = resume.flatMap {
                $0.piece == number && partial.length > base ? PieceStart(offset: partial.length - base, mark: $0.mark) : nil
            }
            base += try await fetch(piece, number, base: base, start: start, partial, open, progress)
        }
        try await finish(partial, length: base)
    }

    /// Whether the finished file is on disk already; one of other content is removed.
    private func isThere() async throws -> Bool {
        try await disk { [file, path] in
            guard LocalFile.exists(path) else { return false }
            if file.size == (try LocalFile.size(path)), let hash = file.sha256, try ContentDigest.sha256(file: path) == hash { return true }
            unlink(path)
            return false
        }
    }

    /// Brings one piece to its end.
    /// - Returns: Its length.
    private func fetch(
        _ piece: RemoteFile, _ number: Int, base: Int64, start: PieceStart?, _ partial: PartialFile, _ open: Open,
        _ progress: @Sendable (Int64) -> Void
    ) async throws -> Int64 {
        if let start, start.offset == piece.size, let hash = piece.sha256,
            try await disk({ try partial.matches(.sha256(hash), from: base) })
        {
            return start.offset
        }
        let stream = try await open(piece, start)
        if let size = piece.size, let told = stream.size, size != told {
            throw HubError.corrupt(name: piece.name, reason: "it has \(told) bytes, the manifest says \(size)")
        }
        let size = piece.size ?? stream.size
        try await disk { try partial.begin(piece: number, mark: stream.mark, at: base + stream.offset) }
        var length = stream.offset
        var buffer: [UInt8] = []
        func flush() async throws {
            let bytes = buffer
            buffer = []
            try await disk { try partial.append(bytes) }
            progress(base + length)
        }
        do {
            for try await bytes in stream.bytes {
                length += Int64(bytes.count)
                if let size, length > size { break }
                buffer += bytes
                if buffer.count >= 1 << 20 { try await flush() }
            }
        } catch let error as TransportError {
            try await flush()
            throw HubError.unavailable("\(piece.name): \(error)")
        }
        try await flush()
        if let size, length < size { throw HubError.unavailable("\(piece.name) broke off after \(length) of \(size) bytes") }
        if let size, length > size { throw try await refusal(piece, partial, "it is longer than \(size) bytes") }
        for digest in [piece.sha256.map(ContentDigest.sha256), stream.digest].compactMap(\.self)
        where try await disk({ try !partial.matches(digest, from: base) }) {
            throw try await refusal(piece, partial, "its content does not have the expected hash")
        }
        return length
    }

    private func finish(_ partial: PartialFile, length: Int64) async throws {
        if let size = file.size, size != length { throw try await refusal(file, partial, "it has \(length) bytes, the manifest says \(size)") }
        if !file.parts.isEmpty, let hash = file.sha256, try await disk({ try !partial.matches(.sha256(hash), from: 0) }) {
            throw try await refusal(file, partial, "its joined parts do not have the expected hash")
        }
        try await disk { try partial.finish() }
    }

    private func refusal(_ file: RemoteFile, _ partial: PartialFile, _ reason: String) async throws -> HubError {
        try await disk { partial.discard() }
        return .corrupt(name: file.name, reason: reason)
    }

    private func disk<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await Self.pool.disk(body)
    }
}
