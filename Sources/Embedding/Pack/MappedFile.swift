import Base

#if canImport(Glibc)
    import Glibc
#endif

/// An open file that is read at given places.
struct FileDescriptor: ~Copyable, Sendable {
    private let number: Int32

    /// - Throws: `Problem` when it cannot be opened.
    init(reading path: String) throws {
        number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw Self.failure("cannot open the model pack", path) }
    }

    deinit { close(number) }

    /// Fills the buffer from the given place on.
    /// - Throws: `Problem` when reading fails or the file ends before.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int, path: String) throws {
        var done = 0
        while done < buffer.count {
            let count = pread(number, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("cannot read the model pack", path) }
            guard count > 0 else { throw PackHeader.problem(path, "it was cut short while it was in use") }
            done += count
        }
    }

    /// The file's size in bytes.
    func size(path: String) throws -> Int {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw Self.failure("cannot read the model pack", path) }
        return Int(status.st_size)
    }

    /// Maps the first `length` bytes read-only.
    func map(length: Int, path: String) throws -> UnsafeRawBufferPointer {
        guard let start = mmap(nil, max(length, 1), PROT_READ, MAP_PRIVATE, number, 0), start != MAP_FAILED else {
            throw Self.failure("cannot map the model pack", path)
        }
        return UnsafeRawBufferPointer(start: start, count: length)
    }

    private static func failure(_ what: String, _ path: String) -> Problem {
        let code = errno
        let remedy =
            code == ENOENT
            ? "Set MODEL_DIR to the folder that holds it, or make it: `scripts/fetch-model DIR` gets the weights, `docent model pack DIR --output FILE` packs them."
            : "Check the file's permissions and the disk."
        return Problem(what: what, location: path, reason: String(cString: strerror(code)), remedy: remedy)
    }
}

/// The beginning of a file, mapped read-only for as long as this lives.
///
/// `@unchecked Sendable`: the memory is never written, and unmapped only by `deinit`.
final class MappedFile: @unchecked Sendable {
    let descriptor: FileDescriptor
    let bytes: UnsafeRawBufferPointer

    init(_ descriptor: consuming FileDescriptor, length: Int, path: String) throws {
        bytes = try descriptor.map(length: length, path: path)
        self.descriptor = descriptor
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), max(bytes.count, 1))
    }
}
