import Base
import Foundation
import Hub

#if canImport(Glibc)
    import Glibc
#endif

/// What the disk under a folder can hold, and what kind it is.
package enum DiskSpace {
    /// What is always left free, in bytes.
    static let reserve: Int64 = 32 << 20

    /// Bytes that an ordinary process may still write in the folder's file system. Blocks.
    /// - Throws: `Problem` when the folder is not there.
    package static func free(at folder: String) throws -> Int64 {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { throw Problem.system("cannot look at a disk", at: folder) }
        return Int64(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }

    /// Whether nothing can be written to the folder's file system; false for a folder that is not there. Blocks.
    package static func isReadOnly(_ folder: String) -> Bool {
        var status = statvfs()
        return statvfs(folder, &status) == 0 && status.f_flag & UInt(ST_RDONLY) != 0
    }

    /// Refuses work that the disk cannot hold before it begins.
    /// - Throws: `Problem` with both numbers.
    static func require(_ bytes: Int64, at folder: String, free: Int64) throws {
        guard free - reserve >= bytes else {
            throw Problem(
                what: "cannot store the new index", location: folder,
                reason: "it needs \(bytes >> 20) MiB beside \(reserve >> 20) MiB that stay free, and \(free >> 20) MiB are left",
                remedy: "Free some space, lower INDEX_KEEP, or put LOCAL_STORAGE_DIR on a larger disk; what was served before is still served.")
        }
    }

    /// Whether a folder lies on a disk of this machine, with locks, `fsync` and memory mapping that can be relied on. A bucket mounted on a
    /// Space is a FUSE or NFS file system and is none. Blocks.
    package static func isLocal(_ folder: String) -> Bool {
        guard let table = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8) else { return true }
        let path = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        return fileSystem(of: path, mountinfo: table).map(isLocalType) ?? true
    }

    /// The type of the file system that holds an absolute path, by the kernel's table of mounts (proc(5), `/proc/pid/mountinfo`): the one
    /// mounted deepest above it, and of those the last.
    static func fileSystem(of path: String, mountinfo: String) -> String? {
        var best: (depth: Int, type: String)?
        for line in mountinfo.split(separator: "\n") {
            let sides = line.split(separator: " - ", maxSplits: 1, omittingEmptySubsequences: false)
            let fields = sides[0].split(separator: " ")
            guard sides.count == 2, fields.count >= 5, let type = sides[1].split(separator: " ").first else { continue }
            let point = fields[4].replacing("\\040", with: " ")
            let isAbove = point == "/" || path == point || path.hasPrefix("\(point)/")
            if isAbove, point.count >= best?.depth ?? 0 { best = (point.count, String(type)) }
        }
        return best?.type
    }

    static func isLocalType(_ type: String) -> Bool {
        let remote = ["nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "afs", "lustre", "glusterfs", "fuse"]
        // `fuse.sshfs`, `fuse.hf-mount` and their like; `fuseblk` is a disk of this machine.
        return !remote.contains(type) && !type.hasPrefix("fuse.")
    }
}
