import Foundation
import Synchronization

/// GitHub's releases of one repository, as its REST API has them, and its storage on another host that refuses every token. It counts what a
/// client does wrong, and can do wrong itself.
///
/// To be used within a test, or by a whole `docent run` with GITHUB_API_URL set to `api`.
package final class StandInGitHub: StandInStore {
    /// What the stand-in is told when it is made.
    package struct Configuration: Sendable {
        package var repository = "acme/handbook"
        package var isPrivate = false
        /// May read and write contents.
        package var token = "github_secret"
        /// May only read.
        package var readToken = "github_reader"
        /// Whether assets come from GitHub itself rather than by a redirect; both happen.
        package var servesAssets = false
        /// GitHub's limit for an asset, in bytes.
        package var assetLimit = 2 << 30
        /// Whether clients are held to what our own keeps to beyond GitHub's rules: the version of the API named, its media type asked for,
        /// nothing asked for again without its tag.
        package var hasHouseRules = true

        package init() {}
    }

    package struct Asset: Sendable, Equatable {
        package var id: Int
        package var name: String
        package var hash: String
        package var size: Int
        /// `uploaded`, or `starter` for what a broken upload has left.
        package var state = "uploaded"
        /// Whether GitHub tells its hash.
        package var hasDigest = true
    }

    package struct Release: Sendable, Equatable {
        package var id: Int
        package var tag: String
        package var title: String
        package var isDraft = false
        package var isPrerelease = false
        /// The date of the commit that the tag is on, RFC 3339.
        package var createdAt: String
        package var publishedAt: String?
        package var assets: [Asset] = []
    }

    struct State {
        var releases: [Release] = []
        var lastID = 1_000
        /// Seconds since the stand-in's epoch; each event is one later.
        var now = 0
        /// What each connection has been given a tag of.
        var given: [UUID: Set<String>] = [:]
    }

    package let configuration: Configuration
    package let board = FaultBoard()
    let storage: StandInStorage
    let state = Mutex(State())
    private let server = Mutex<StandInServer?>(nil)

    package init(_ configuration: Configuration = Configuration()) throws {
        self.configuration = configuration
        storage = try StandInStorage(board)
        let made = try StandInServer { [weak self] in try self?.serve($0, $1) }
        server.withLock { $0 = made }
    }

    private var url: String { server.withLock { $0?.url ?? "" } }
    /// What GITHUB_API_URL has to be.
    package var api: String { "\(url)/api/v3" }
    /// Where uploads go: as on a server of one's own, another path of the same host.
    var uploads: String { "\(url)/api/uploads" }
    /// What INDEX_SOURCE has to be.
    package var address: String { "github://\(configuration.repository)" }
    package var releases: [Release] { state.withLock(\.releases) }

    /// Stops answering.
    package func stop() {
        server.withLock { $0 }?.stop()
        storage.stop()
    }

    // MARK: What is published

    /// Publishes a release at once, as somebody by hand would.
    /// - Parameter createdAt: The date of the tagged commit; by default the present.
    @discardableResult
    package func release(
        _ tag: String, _ files: [String: [UInt8]], createdAt: String? = nil, change: (inout Release) -> Void = { _ in }
    ) -> Release {
        state.withLock { state in
            var release = Release(
                id: Self.next(&state), tag: tag, title: "Release \(tag)", createdAt: createdAt ?? Self.moment(&state),
                publishedAt: Self.moment(&state))
            for (name, bytes) in files.sorted(by: { $0.key < $1.key }) { release.assets.append(asset(name, bytes, &state)) }
            change(&release)
            state.releases.append(release)
            return release
        }
    }

    /// Changes a release.
    package func change(_ tag: String, _ change: (inout Release) -> Void) {
        state.withLock { state in
            guard let index = state.releases.firstIndex(where: { $0.tag == tag }) else { return }
            change(&state.releases[index])
        }
    }

    /// Puts an asset into a release, in the place of one of that name.
    package func put(_ name: String, _ bytes: [UInt8], into tag: String) {
        state.withLock { state in
            guard let index = state.releases.firstIndex(where: { $0.tag == tag }) else { return }
            let asset = asset(name, bytes, &state)
            state.releases[index].assets.removeAll { $0.name == name }
            state.releases[index].assets.append(asset)
        }
    }

    /// Takes a release away.
    package func remove(_ tag: String) {
        state.withLock { state in state.releases.removeAll { $0.tag == tag } }
    }

    func asset(_ name: String, _ bytes: [UInt8], _ state: inout State) -> Asset {
        let hash = StandInStorage.hash(bytes)
        storage.keep(bytes, hash)
        return Asset(id: Self.next(&state), name: name, hash: hash, size: bytes.count)
    }

    static func next(_ state: inout State) -> Int {
        state.lastID += 1
        return state.lastID
    }

    /// The present, which goes on by a second each time.
    static func moment(_ state: inout State) -> String {
        state.now += 1
        return String(format: "2026-11-20T%02d:%02d:%02dZ", 10 + state.now / 3_600, state.now / 60 % 60, state.now % 60)
    }
}
