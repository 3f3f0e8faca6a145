import Base
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct `A limit of the process` {
    @Test func `is lowered, and one that is lower already stays, what is in force as well as what may be asked for`() throws {
        func limit() throws -> rlimit {
            var limit = rlimit()
            try #require(getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0)
            return limit
        }
        // Nobody misses what a crash of the tests would leave behind beyond so many bytes.
        let before = try limit()
        for most in [1 << 30, 1 << 31] {
            ProcessLimit.coreFile.lower(to: most)
            let now = try limit()
            #expect(now.rlim_max == min(before.rlim_max, 1 << 30) && now.rlim_cur == min(before.rlim_cur, 1 << 30))
        }
    }
}
