import Base
import Foundation
import Hub

#if canImport(Glibc)
    import Glibc
#endif

/// The changes that the snapshot store makes on disk, one call for each moment at which a process may be killed. All block.
package protocol FileOperations: Sendable {
    /// Makes a folder and those above it; one that is there already is fine.
    func makeFolder(_ path: String) throws
    /// Writes a file whole: the old content stays until the new is on disk.
    func write(_ bytes: [UInt8], to path: String) throws
    /// Gives a file or folder another name in one step.
    func rename(_ path: String, to target: String) throws
    /// Removes a file or a folder with all in it; one that is not there is fine.
    func remove(_ path: String) throws
    /// Copies a file's bytes, in order and once.
    func copy(_ path: String, to target: String) throws
    /// Bytes that may still be written to the disk that holds the folder.
    func free(at folder: String) throws -> Int64
}

/// The file system itself.
package struct LocalFiles: FileOperations {
    package init() {}

    package func makeFolder(_ path: String) throws {
        try described("cannot create a folder", path) {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
    }

    package func write(_ bytes: [UInt8], to path: String) throws {
        try AtomicFile.write(bytes, to: path)
    }

    package func rename(_ path: String, to target: String) throws {
        guard Glibc.rename(path, target) == 0 else { throw Problem.system("cannot put a folder in its place", at: target) }
        AtomicFile.syncFolder(of: target)
    }

    package func remove(_ path: String) throws {
        guard LocalFile.exists(path) else { return }
        try described("cannot remove", path) { try FileManager.default.removeItem(atPath: path) }
    }

    package func copy(_ path: String, to target: String) throws {
        try described("cannot copy a file", target) {
            try? FileManager.default.removeItem(atPath: target)
            try FileManager.default.copyItem(atPath: path, toPath: target)
        }
    }

    package func free(at folder: String) throws -> Int64 { try DiskSpace.free(at: folder) }

    private func described(_ what: String, _ path: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw Problem.system(what, at: path, cause: error)
        }
    }
}
