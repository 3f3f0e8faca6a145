package import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Files replaced whole: a temporary name in the same folder, `fsync`, `rename`, `fsync` of the folder. A reader sees the old file or
/// the new one, never a part of either, also after a power cut.
package enum AtomicFile {
    /// Writes `bytes` as the whole content of the file at `path`.
    /// - Throws: `Problem` naming the step and the system's reason (no space, read-only, no permission).
    package static func write(_ bytes: some ContiguousBytes, to path: String) throws {
        let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Problem.system("cannot create a file", at: temporary) }
        do {
            try bytes.withUnsafeBytes { try writeAll($0, to: descriptor, path: temporary) }
            guard fsync(descriptor) == 0 else { throw Problem.system("cannot bring a file to disk", at: temporary) }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        close(descriptor)
        guard rename(temporary, path) == 0 else {
            let problem = Problem.system("cannot put a file in its place", at: path)
            unlink(temporary)
            throw problem
        }
        syncFolder(of: path)
    }

    /// Brings the folder's entries to disk, so that a rename in it survives a power cut. Some network file systems cannot; then the
    /// rename is as lasting as that file system makes it, and there is nothing to do about it.
    package static func syncFolder(of path: String) {
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafeWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
            guard count >= 0 else { throw Problem.system("cannot write a file", at: path) }
            rest = rest.dropFirst(count)
        }
    }

    private static func unsafeWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        while true {
            let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }
}
