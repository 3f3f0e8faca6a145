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
        set(RLIMIT_CORE, to: 0)
        // The result goes out by a pipe, to which this limit does not apply: no file can be written at all.
        set(RLIMIT_FSIZE, to: 0)
        set(RLIMIT_NOFILE, to: 64)
        set(RLIMIT_CPU, to: processorSeconds)
        set(RLIMIT_AS, to: memory + addressSpace())
        _ = CSandbox_no_new_privileges()
        _ = CSandbox_no_sockets()
    }

    private static func set(_ resource: __rlimit_resource, to value: Int) {
        var limit = rlimit()
        let resource = __rlimit_resource_t(resource.rawValue)
        getrlimit(resource, &limit)
        limit.rlim_max = min(limit.rlim_max, rlim_t(value))
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
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
