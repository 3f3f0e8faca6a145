import Foundation
import Synchronization

/// A Hugging Face Hub of one dataset repository, and its storage on another host and port that refuses every token, as they answer in 2026.
/// It counts what a client does wrong, and can do wrong itself.
///
/// To be used within a test, or by a whole `docent run` with HF_ENDPOINT set to `endpoint`.
package final class StandInHub: StandInStore {
    /// What the stand-in is told when it is made.
    package struct Configuration: Sendable {
        /// `org/name`.
        package var id = "acme/handbook-index"
        /// Only a token opens it.
        package var isPrivate = false
        /// May read and write.
        package var token = "hf_secret"
        /// May only read.
        package var readToken = "hf_reader"
        /// Looks at a branch that come sooner after one another are counted as violations.
        package var minimumPoll: Duration?
        /// Whether clients are held to what our own keeps to beyond the Hub's rules: nothing asked to be compressed.
        package var hasHouseRules = true
        /// Files of more than this many bytes are taken in parts of so many.
        package var partSize: Int?

        package init() {}
    }

    struct State {
        var repository = StandInRepository()
        var lastPoll: ContinuousClock.Instant?
    }

    package let configuration: Configuration
    package let board = FaultBoard()
    let storage: StandInStorage
    let state = Mutex(State())
    private let server = Mutex<StandInServer?>(nil)

    package init(_ configuration: Configuration = Configuration()) throws {
        self.configuration = configuration
        storage = try StandInStorage(board)
        let made = try StandInServer { [weak self] in try self?.serveHub($0, $1) }
        server.withLock { $0 = made }
    }

    /// What HF_ENDPOINT has to be.
    package var endpoint: String { server.withLock { $0?.url ?? "" } }
    /// What INDEX_SOURCE has to be.
    package var address: String { "hf://datasets/\(configuration.id)" }

    /// Stops answering.
    package func stop() {
        server.withLock { $0 }?.stop()
        storage.stop()
    }

    // MARK: What is published

    @discardableResult
    package func commit(_ files: [String: [UInt8]], removing: Set<String> = [], title: String = "reindex", branch: String = "main") -> String {
        state.withLock { $0.repository.commit(files, removing: removing, title: title, branch: branch) }
    }

    package func tag(_ name: String, _ commit: String) {
        state.withLock { $0.repository.tags[name] = commit }
    }

    /// Replaces the history by one commit: every commit named before is gone.
    package func squash(_ branch: String = "main") {
        state.withLock { $0.repository.squash(branch) }
    }

    /// What the repository holds.
    package var repository: StandInRepository { state.withLock(\.repository) }

    /// Makes every address signed so far invalid.
    package func expireAddresses() {
        storage.expireAddresses()
    }
}
