import Base

#if canImport(Glibc)
    import Glibc
#endif

extension FileLock {
    /// The processes that have a lock on the file, as far as this one may know of them: those of another container are not seen.
    package static func holders(of path: String) -> [Int32] {
        var facts = stat()
        guard stat(path, &facts) == 0, let table = try? LocalFile.contents("/proc/locks", limit: 1 << 20) else { return [] }
        let device = (major: facts.st_dev >> 8 & 0xFFF | facts.st_dev >> 32 & ~0xFFF, minor: facts.st_dev & 0xFF | facts.st_dev >> 12 & ~0xFF)
        return holders(of: facts.st_ino, on: device, table: String(decoding: table, as: UTF8.self))
    }

    /// - Parameters:
    ///   - device: Its numbers, as `makedev` takes them.
    ///   - table: As proc(5) has it: `1: FLOCK  ADVISORY  READ 1234 08:01:5678 0 EOF`, the device in hexadecimal digits.
    static func holders(of inode: UInt, on device: (major: UInt, minor: UInt), table: String) -> [Int32] {
        var found: [Int32] = []
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK", let process = Int32(fields[4]), process > 0 else { continue }
            let place = fields[5].split(separator: ":")
            guard place.count == 3, UInt(place[0], radix: 16) == device.major, UInt(place[1], radix: 16) == device.minor,
                UInt(place[2]) == inode, !found.contains(process)
            else { continue }
            found.append(process)
        }
        return found
    }
}
