import CMemory

#if canImport(Glibc)
    import Glibc
#endif

/// What the kernel counts as a process's memory, in bytes.
package struct ResidentMemory: Sendable, Equatable, Encodable {
    /// All that is in memory now.
    package var resident: Int64
    /// The part that is the process's own; it goes only when the process gives it back.
    package var own: Int64
    /// The part that lies in files too: the program, its libraries, the model. The kernel takes it back when memory is short.
    package var mapped: Int64

    /// - Parameter process: A process of this machine; 0: this one.
    /// - Returns: Nil when there is no such process, or none that may be looked at.
    package init?(of process: Int32 = 0) {
        let folder = process == 0 ? "self" : String(process)
        guard let status = Self.text(of: "/proc/\(folder)/status") else { return nil }
        self.init(status: status)
    }

    /// - Parameter status: `/proc/PID/status` as proc(5) has it.
    init?(status: String) {
        func bytes(_ key: String) -> Int64? {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(key):") }
            return line.flatMap { Int64($0.filter(\.isNumber)) }.map { $0 * 1024 }
        }
        guard let resident = bytes("VmRSS"), let own = bytes("RssAnon") else { return nil }
        (self.resident, self.own) = (resident, own)
        mapped = (bytes("RssFile") ?? 0) + (bytes("RssShmem") ?? 0)
    }

    private static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
            count = max(read(descriptor, buffer.baseAddress, buffer.count), 0)
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}

extension ResidentMemory {
    /// Has all threads share a few pools of memory, so that what one frees serves the others. To be called first thing.
    package static func sharePools() { CMemoryLimitArenas() }

    /// Gives freed memory back to the system. malloc keeps it otherwise wherever something that lives on lies behind it, as it does after a
    /// burst of other work: building a store, a replaced index. Takes a millisecond or so.
    package static func giveBack() { CMemoryGiveBack() }

    /// Lets go of the program's own pages that are not needed any more: of 25 MB of code that starting, hashing and building touched, answering
    /// goes on needing 15. Nothing is lost, for all of it lies in files.
    package static func dropProgram() { CMemoryDropProgram() }
}
