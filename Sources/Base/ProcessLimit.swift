#if canImport(Glibc)
    import Glibc
#endif

/// What a process takes from itself for good before it reads what may be anything; its children inherit it (setrlimit(2)).
package enum ProcessLimit: Sendable {
    /// Bytes of a file that a crash leaves.
    case coreFile
    /// Bytes of a file that is written.
    case fileSize
    /// Descriptors open at a time.
    case openFiles
    /// Seconds of processor time; then the process is killed.
    case processorSeconds
    /// Bytes that it may map, the program and its libraries too.
    case addressSpace
    /// Bytes of memory that is no file's.
    case ownMemory

    /// Lowers the limit to `most`; one that is lower already stays.
    package func lower(to most: Int) {
        var limit = rlimit()
        let resource = __rlimit_resource_t(kind.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_max = min(limit.rlim_max, rlim_t(max(most, 0)))
        limit.rlim_cur = min(limit.rlim_cur, limit.rlim_max)
        _ = setrlimit(resource, &limit)
    }

    private var kind: __rlimit_resource {
        switch self {
        case .coreFile: RLIMIT_CORE
        case .fileSize: RLIMIT_FSIZE
        case .openFiles: RLIMIT_NOFILE
        case .processorSeconds: RLIMIT_CPU
        case .addressSpace: RLIMIT_AS
        case .ownMemory: RLIMIT_DATA
        }
    }
}
