import Foundation

/// Time that a processor's core worked, which other programs on the machine lengthen less than the time on the wall.
enum CPUTime {
    /// Of this thread.
    static var ofThread: Duration { read(CLOCK_THREAD_CPUTIME_ID) }
    /// Of all threads of this process.
    static var ofProcess: Duration { read(CLOCK_PROCESS_CPUTIME_ID) }

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
