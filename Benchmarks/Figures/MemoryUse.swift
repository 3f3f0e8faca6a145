import Foundation

/// What the kernel counts as a process's memory, in megabytes of 2^20 bytes.
struct MemoryUse: Sendable, Decodable, CustomStringConvertible {
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

    /// The same of a process and its children together; the peak is the process's own.
    init(ofFamily process: Int32) {
        self.init(of: process)
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        for thread in threads {
            let children = (try? String(contentsOfFile: "/proc/\(process)/task/\(thread)/children", encoding: .utf8)) ?? ""
            for child in children.split(separator: " ").compactMap({ Int32($0) }) {
                let use = MemoryUse(of: child)
                resident += use.resident
                own += use.own
            }
        }
    }

    var description: String { "\(resident) MB resident, \(own) MB its own, peak \(peak) MB" }
}
