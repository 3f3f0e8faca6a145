import Base
import Transport

/// One thing to be sent to a store: a file, a part of one, or the manifest.
struct UploadPiece: Sendable {
    /// Where its bytes are.
    enum Content: Sendable {
        case slice(FileSlice)
        case bytes([UInt8])
    }

    var name: String
    var size: Int64
    /// Lower-case hexadecimal.
    var sha256: String
    var content: Content

    /// A small thing that is in memory.
    init(name: String, bytes: [UInt8]) {
        self.name = name
        size = Int64(bytes.count)
        sha256 = ArtifactName.hash(bytes)
        content = .bytes(bytes)
    }

    /// A part of a file. Blocks while it is hashed.
    /// - Throws: `Problem` when it cannot be read.
    init(name: String, path: String, offset: Int64, size: Int64, sha256: String? = nil) throws {
        self.name = name
        self.size = size
        self.sha256 = try sha256 ?? ContentDigest.sha256(file: path, from: offset, length: size)
        content = .slice(FileSlice(path: path, offset: Int(offset), length: Int(size)))
    }

    /// As a manifest or a source names it.
    var file: RemoteFile { RemoteFile(name: name, size: size, sha256: sha256) }

    /// A part of it, for stores that take large things in parts; its hash stays that of the whole.
    func part(from offset: Int64, size: Int64) -> UploadPiece {
        var part = self
        part.size = size
        switch content {
        case .slice(let slice): part.content = .slice(FileSlice(path: slice.path, offset: slice.offset + Int(offset), length: Int(size)))
        case .bytes(let bytes): part.content = .bytes(Array(bytes[Int(offset)...].prefix(Int(size))))
        }
        return part
    }

    /// The request that sends it.
    func request(_ request: HTTPRequest) -> HTTPRequest {
        var request = request
        switch content {
        case .slice(let slice): request.file = slice
        case .bytes(let bytes): request.body = bytes
        }
        return request
    }
}

/// Counts what has been sent, and tells.
struct UploadMeter {
    let total: Int64
    let report: @Sendable (PublishProgress) -> Void
    private var done: Int64 = 0

    init(total: Int64, report: @escaping @Sendable (PublishProgress) -> Void) {
        self.total = total
        self.report = report
    }

    mutating func begin(_ name: String) {
        report(PublishProgress(file: name, bytesDone: done, bytesTotal: total))
    }

    mutating func end(_ name: String, _ bytes: Int64) {
        done = min(done + bytes, total)
        report(PublishProgress(file: name, bytesDone: done, bytesTotal: total))
    }
}
