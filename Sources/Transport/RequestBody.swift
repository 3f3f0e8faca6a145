import Base
import Glibc

/// A file, or a part of one, to be sent as the body of a request. It is read while it is sent, so it may be of any size.
package struct FileSlice: Sendable, Equatable {
    package var path: String
    /// Where the part begins, in bytes.
    package var offset: Int
    /// How many bytes it has; nil: up to the file's end.
    package var length: Int?

    package init(path: String, offset: Int = 0, length: Int? = nil) {
        self.path = path
        self.offset = offset
        self.length = length
    }
}

/// What is sent after the head of a request, read by position, so that it can be sent again on another connection.
enum RequestBody: Sendable {
    case bytes([UInt8])
    case file(OpenFile, offset: Int, length: Int)

    /// - Throws: `Problem` when the file cannot be opened or is shorter than the part asked for.
    init(of request: HTTPRequest) throws {
        guard let slice = request.file else {
            self = .bytes(request.body)
            return
        }
        let file = try OpenFile(path: slice.path)
        let rest = file.size - slice.offset
        let length = slice.length ?? rest
        guard slice.offset >= 0, length >= 0, length <= rest else {
            throw Problem(
                what: "cannot send a file", location: slice.path, reason: "it has \(file.size) bytes, fewer than expected",
                remedy: "Make sure that nothing else writes to it, and try again.")
        }
        self = .file(file, offset: slice.offset, length: length)
    }

    var length: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .file(_, _, let length): length
        }
    }

    /// Copies what stands at `position`, as much as fits.
    /// - Returns: How many bytes were copied; nil when a file can no longer be read or has become shorter.
    func read(at position: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let count = min(buffer.count, length - position)
        guard count > 0 else { return 0 }
        switch self {
        case .bytes(let bytes):
            bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position...].prefix(count))) }
            return count
        case .file(let file, let offset, _):
            let read = file.read(at: offset + position, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
            return read > 0 ? read : nil
        }
    }
}

/// A file open for reading.
final class OpenFile: Sendable {
    private let descriptor: Int32
    let size: Int

    init(path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let problem = Self.failure(path)
            close(descriptor)
            throw problem
        }
        size = status.st_size
    }

    deinit {
        close(descriptor)
    }

    /// - Returns: How many bytes were read; 0 at the end, -1 for an error.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, offset)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    private static func failure(_ path: String) -> Problem {
        Problem(
            what: "cannot read a file", location: path, reason: String(cString: strerror(errno)),
            remedy: "Check that it is there and that this user may read it.")
    }
}
