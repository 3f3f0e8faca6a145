import Foundation

/// What the kernel counts as a process's memory, in megabytes of 2^20 bytes.
struct MemoryUse: Sendable, Codable, CustomStringConvertible {
    var resident = 0
    /// The part that is no file's.
    var own = 0
    /// The most that was ever resident.
    var peak = 0

    /// Of this process.
    static var now: MemoryUse { MemoryUse(of: ProcessInfo.processInfo.processIdentifier) }

    init(of process: Int32) {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        func megabytes(_ key: String) -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(key):") } ?? ""
            return (Int(line.filter(\.isNumber)) ?? 0) / 1024
        }
        (resident, own, peak) = (megabytes("VmRSS"), megabytes("RssAnon"), megabytes("VmHWM"))
    }

    /// The same of a process and its children together; the peak is the process's own. Pages that they share, as children of the same program
    /// do, are counted once.
    init(ofFamily process: Int32) {
        self.init(of: process)
        resident = Self.share(of: process)
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        for thread in threads {
            let children = (try? String(contentsOfFile: "/proc/\(process)/task/\(thread)/children", encoding: .utf8)) ?? ""
            for child in children.split(separator: " ").compactMap({ Int32($0) }) {
                resident += Self.share(of: child)
                own += MemoryUse(of: child).own
            }
        }
    }

    /// A process's memory, of pages that several have mapped its part alone.
    private static func share(of process: Int32) -> Int {
        let sums = (try? String(contentsOfFile: "/proc/\(process)/smaps_rollup", encoding: .utf8)) ?? ""
        let line = sums.split(separator: "\n").first { $0.hasPrefix("Pss:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }

    var description: String { "\(resident) MB resident, \(own) MB its own, peak \(peak) MB" }
}
