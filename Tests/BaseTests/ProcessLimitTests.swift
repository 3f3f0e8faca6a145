import Base
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct `A limit of the process` {
    @Test func `is lowered, and one that is lower already stays`() {
        func limit() -> rlim_t {
            var limit = rlimit()
            return getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 ? limit.rlim_max : .max
        }
        // Nobody misses what a crash of the tests would leave behind beyond so many bytes.
        let before = limit()
        ProcessLimit.coreFile.lower(to: 1 << 30)
        #expect(limit() == min(before, 1 << 30))
        ProcessLimit.coreFile.lower(to: 1 << 31)
        #expect(limit() == min(before, 1 << 30))
    }
}
