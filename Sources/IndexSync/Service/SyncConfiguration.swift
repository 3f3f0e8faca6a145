import Foundation

/// How an index is followed.
package struct SyncConfiguration: Sendable {
    /// LOCAL_STORAGE_DIR: keeps `pin`, `index/` and `state.sqlite`.
    package var storage: String
    /// SCRATCH_DIR: a folder on a local disk, used where `storage` is not on one.
    package var scratch: String
    /// INDEX_REVISION.
    package var pin: String?
    /// INDEX_KEEP: how many snapshots stay on disk, at least 1.
    package var keep: Int
    /// INDEX_POLL_SECONDS.
    package var poll: Duration
    /// The operator's canaries, and how many must pass.
    package var canaries = CanaryPolicy()
    /// How often the pin file is looked at.
    package var pinCheck: Duration = .seconds(1)
    /// How long other processes on the same storage directory are waited for; a download and its verification take minutes at most.
    package var lockPatience: Duration = .seconds(900)
    /// How long another process may take to remove a snapshot that is about to be opened.
    package var holdPatience: Duration = .seconds(10)

    package init(storage: String, scratch: String, pin: String? = nil, keep: Int = 3, poll: Duration = .seconds(60)) {
        self.storage = storage
        self.scratch = scratch
        self.pin = pin
        self.keep = keep
        self.poll = poll
    }

    /// The wait until the next poll: the poll's length give or take a tenth, so that many bots do not ask at once; longer when the source
    /// asked for it, and then up to a tenth longer still, since all who were refused were told the same moment.
    /// - Parameter jitter: An even draw from 0 to 1.
    func delay(asked: Duration?, jitter: Double) -> Duration {
        let jitter = min(max(jitter, 0), 1)
        return max(poll * (0.9 + 0.2 * jitter), (asked ?? .zero) * (1 + 0.1 * jitter))
    }
}
