#if canImport(Glibc)
    import Glibc
#endif

/// Bytes that wait on disk while something is made of them. The file has no name any more from its beginning on: whatever ends the program,
/// it is gone. Its calls block.
package final class UnnamedFile: Sendable {
    private let descriptor: Int32
    private let path: String

    /// - Parameter path: A name beside which nothing is kept, in a folder with room for the bytes.
    /// - Throws: `Problem` when no file can be made there.
    package init(beside path: String) throws {
        self.path = path
        let name = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
        descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Problem.system("cannot create a file", at: name) }
        unlink(name)
    }

    deinit { close(descriptor) }

    /// Writes the bytes from `offset` on.
    /// - Throws: `Problem` when the disk is full or fails.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        var done = 0
        while done < bytes.count {
            let written = pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, offset + done)
            guard written >= 0 || errno == EINTR else { throw Problem.system("cannot write what is put aside", at: path) }
            done += max(written, 0)
        }
    }

    /// Fills the buffer with the bytes from `offset` on.
    /// - Throws: `Problem` when the disk fails or the file ends before.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws {
        var done = 0
        while done < buffer.count {
            let got = pread(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, offset + done)
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw Problem.system("cannot read what was put aside", at: path, code: got < 0 ? errno : EIO) }
            done += got
        }
    }
}
