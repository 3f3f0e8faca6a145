import Foundation

/// What the kernel counts as this process's memory.
enum ProcessMemory {
    /// Resident memory, and the part of it that is not a file's, as text.
    static var now: String {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        func megabytes(_ key: String) -> String {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(key):") } ?? ""
            return "\((Int(line.filter(\.isNumber)) ?? 0) / 1024) MB"
        }
        return "RSS \(megabytes("VmRSS")) (own \(megabytes("RssAnon")))"
    }
}
