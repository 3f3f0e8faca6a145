import CSandbox
import Glibc
import Synchronization

/// A program run to its end with a bounded time and a bounded output. Blocks; a killed one takes its whole session with it.
final class ChildProcess: Sendable {
    /// How it ended.
    enum End: Equatable {
        case exited(Int32)
        case signalled(Int32)
        case outOfTime
        case outputTooLong
        case cancelled
        /// It could not be started: the system's reason.
        case notStarted(String)
    }

    struct Result {
        var end: End
        var output: [UInt8]
        /// The last 4 KB of its standard error.
        var errors: String
        /// The most memory that it held at once, in bytes.
        var peakMemory: Int
    }

    let executable: String
    let arguments: [String]
    /// Whether it leads a session of its own, so that everything it starts can be ended with it.
    let ownSession: Bool

    private enum State {
        case idle
        case running(pid_t)
        case cancelled
    }
    private let state = Mutex(State.idle)

    /// - Parameter arguments: Those after the program's name.
    init(executable: String, arguments: [String], ownSession: Bool) {
        self.executable = executable
        self.arguments = arguments
        self.ownSession = ownSession
    }

    /// Ends it now, or keeps it from being started. May be called from any thread.
    func cancel() {
        state.withLock { state in
            // The number is the child's own as long as it is `running`: it is waited for under this lock.
            if case .running(let pid) = state { kill(pid) }
            state = .cancelled
        }
    }

    /// Starts it with an empty environment and no input, and reads what it writes.
    func run(within limit: Duration, outputLimit: Int) -> Result {
        var output: [Int32] = [-1, -1]
        var errors: [Int32] = [-1, -1]
        guard CSandbox_pipe(&output) == 0 else { return notStarted(errno) }
        defer { output.forEach { if $0 >= 0 { close($0) } } }
        guard CSandbox_pipe(&errors) == 0 else { return notStarted(errno) }
        defer { errors.forEach { if $0 >= 0 { close($0) } } }

        var pid: pid_t = 0
        let started = state.withLock { state -> Int32? in
            if case .cancelled = state { return nil }
            let code = spawn(&pid, output: output[1], errors: errors[1])
            if code == 0 { state = .running(pid) }
            return code
        }
        guard let started else { return Result(end: .cancelled, output: [], errors: "", peakMemory: 0) }
        guard started == 0 else { return notStarted(started) }
        for writing in [output[1], errors[1]] { close(writing) }
        output[1] = -1
        errors[1] = -1

        let deadline = ContinuousClock.now + limit
        var collector = OutputCollector(output: output[0], errors: errors[0], limit: outputLimit)
        let collected = collector.collect(until: deadline)
        if collected != .ended { state.withLock { if case .running(let pid) = $0 { kill(pid) } } }
        let (status, peak) = reap(pid, until: deadline)
        let end: End =
            switch collected {
            case .outOfTime: .outOfTime
            case .tooLong: .outputTooLong
            case .ended: status
            }
        let wasCancelled = state.withLock { if case .cancelled = $0 { true } else { false } }
        return Result(
            end: wasCancelled ? .cancelled : end, output: collector.text, errors: String(decoding: collector.complaint, as: UTF8.self),
            peakMemory: peak)
    }

    private func notStarted(_ code: Int32) -> Result {
        Result(end: .notStarted(String(cString: strerror(code))), output: [], errors: "", peakMemory: 0)
    }

    private func kill(_ pid: pid_t) { _ = Glibc.kill(ownSession ? -pid : pid, SIGKILL) }

    private func spawn(_ pid: inout pid_t, output: Int32, errors: Int32) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var all = sigset_t()
        sigfillset(&all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        // 0x80 is POSIX_SPAWN_SETSID, which glibc's header shows only to those who ask for GNU extensions.
        let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | (ownSession ? 0x80 : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        return posix_spawn(&pid, executable, &actions, &attributes, &words, &environment)
    }

    /// Waits for its end. One that has closed its output and goes on is ended at the deadline.
    private func reap(_ pid: pid_t, until deadline: ContinuousClock.Instant) -> (End, peak: Int) {
        var status: Int32 = 0
        var usage = rusage()
        var late = false
        while true {
            let done = state.withLock { state -> Bool in
                // Between its end and this call nobody else may use its number, so both are under the lock.
                let result = wait4(pid, &status, WNOHANG, &usage)
                guard result == pid || (result == -1 && errno == ECHILD) else { return false }
                if ownSession { _ = Glibc.kill(-pid, SIGKILL) }
                if case .running = state { state = .idle }
                return true
            }
            if done { break }
            if !late, ContinuousClock.now >= deadline {
                late = true
                kill(pid)
            }
            usleep(300)
        }
        let peak = usage.ru_maxrss * 1024
        if late { return (.outOfTime, peak) }
        return (status & 0x7F == 0 ? .exited((status >> 8) & 0xFF) : .signalled(status & 0x7F), peak)
    }
}
