import Base
import CSandbox
import Glibc

/// What the worker takes from itself before it looks at a document, so that the worst of documents costs a known amount.
enum WorkerLimits {
    /// Address space that the worker and each of its children may take beyond what the program takes to stand.
    static let memory = 1 << 30
    /// Seconds of processor time, each.
    static let processorSeconds = 20

    static func apply() {
        _ = chdir("/")
        CSandbox_close_from(3)
        ProcessLimit.coreFile.lower(to: 0)
        // The result goes out by a pipe, to which this limit does not apply: no file can be written at all.
        ProcessLimit.fileSize.lower(to: 0)
        ProcessLimit.openFiles.lower(to: 64)
        ProcessLimit.processorSeconds.lower(to: processorSeconds)
        ProcessLimit.addressSpace.lower(to: memory + addressSpace())
        _ = CSandbox_no_new_privileges()
        _ = CSandbox_no_sockets()
    }

    /// The address space that this process has now, in bytes: mostly shared libraries, which no document is to blame for.
    private static func addressSpace() -> Int {
        guard let file = fopen("/proc/self/statm", "re") else { return 512 << 20 }
        defer { fclose(file) }
        var line = [UInt8](repeating: 0, count: 128)
        let count = fread(&line, 1, line.count, file)
        let pages = String(decoding: line.prefix(count), as: UTF8.self).split(separator: " ").first.flatMap { Int($0) }
        return pages.map { $0 * Int(getpagesize()) } ?? 512 << 20
    }
}
