import Synchronization

/// Tries again what may pass, as `RetryPolicy` says.
struct Retries: Sendable {
    var policy = RetryPolicy()
    let clock: any Clock<Duration>
    /// An even draw from 0 to 1.
    let jitter: @Sendable () -> Double

    /// - Throws: The last error.
    func run<Value>(_ work: () async throws -> Value) async throws -> Value {
        var failures = 0
        while true {
            do {
                return try await work()
            } catch let error as HubError {
                failures += 1
                guard let wait = policy.wait(after: error, failures: failures, jitter: jitter()) else { throw error }
                try await clock.sleep(for: wait)
            }
        }
    }

    /// Brings a file to disk. A transfer that gets further each time may be tried for as long as it does.
    func fetch(_ file: RemoteFile, into path: String, open: ArtifactDownload.Open, progress: @Sendable (Int64) -> Void) async throws {
        let reached = Mutex<Int64>(-1)
        var failures = 0
        while true {
            let before = reached.withLock(\.self)
            do {
                return try await ArtifactDownload(file: file, path: path).run(
                    open: open,
                    progress: { count in
                        reached.withLock { $0 = max($0, count) }
                        progress(count)
                    })
            } catch let error as HubError {
                failures = reached.withLock(\.self) > before && before >= 0 ? 1 : failures + 1
                guard let wait = policy.wait(after: error, failures: failures, jitter: jitter()) else { throw error }
                try await clock.sleep(for: wait)
            }
        }
    }
}
