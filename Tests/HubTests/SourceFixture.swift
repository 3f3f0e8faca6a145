import Base
import Crypto
import Foundation
import Hub
import Logging
import Synchronization
import TestSupport
import Transport

/// A source of one kind with something behind it to publish to, so that one suite tries all kinds.
final class SourceFixture: Sendable {
    enum Kind: String, CaseIterable, Sendable, CustomStringConvertible {
        case folder
        case publicHub
        case privateHub
        case hubWithFilesAtTheRoot
        case publicGitHub
        case privateGitHub

        /// Those whose bytes come over the network, from a host of their own.
        static let remote: [Kind] = [.publicHub, .privateHub, .publicGitHub, .privateGitHub]

        var description: String { rawValue }
    }

    let source: any ArtifactSource
    /// Nil for others than the Hub.
    let hub: StandInHub?
    /// Nil for others than GitHub.
    let gitHub: StandInGitHub?
    let folder: TemporaryFolder
    let clock = PromptClock()
    private let kind: Kind
    private let count = Mutex(0)

    init(_ kind: Kind) throws {
        self.kind = kind
        folder = try TemporaryFolder()
        switch kind {
        case .folder:
            (hub, gitHub) = (nil, nil)
            source = FolderSource(path: folder.path)
        case .publicHub, .privateHub, .hubWithFilesAtTheRoot:
            var configuration = StandInHub.Configuration()
            configuration.isPrivate = kind == .privateHub
            let hub = try StandInHub(configuration)
            (self.hub, gitHub) = (hub, nil)
            source = Self.source(hub, token: kind == .privateHub ? configuration.token : nil, clock: clock)
        case .publicGitHub, .privateGitHub:
            var configuration = StandInGitHub.Configuration()
            configuration.isPrivate = kind == .privateGitHub
            // Both kinds of answer that GitHub gives for an asset.
            configuration.servesAssets = kind == .publicGitHub
            let gitHub = try StandInGitHub(configuration)
            (hub, self.gitHub) = (nil, gitHub)
            source = Self.source(gitHub, token: kind == .privateGitHub ? configuration.readToken : nil, clock: clock)
        }
    }

    static func source(_ hub: StandInHub, token: String?, revision: String? = nil, clock: PromptClock) -> HuggingFaceSource {
        HuggingFaceSource(
            repository: HuggingFaceRepository(kind: .dataset, id: hub.configuration.id, revision: revision), hub.access(token, clock))
    }

    static func source(_ gitHub: StandInGitHub, token: String?, tag: String? = nil, clock: PromptClock) -> GitHubSource {
        GitHubSource(repository: gitHub.repository(tag), gitHub.access(token, clock))
    }

    /// What stands behind a source that is no folder.
    var store: (any StandInStore)? { hub ?? gitHub }
    var violations: [String] { store?.violations ?? [] }

    /// Publishes files as their makers do: the data, then a manifest that names it.
    /// - Returns: The revision.
    @discardableResult
    func publish(_ data: [String: [UInt8]]) async throws -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let named = "r\(number)"
        if let gitHub {
            gitHub.release(named, data.merging(["manifest.json": Self.manifest(named, number, data.keys)]) { $1 })
            return named
        }
        guard let hub else {
            let artifact = try TemporaryFolder()
            for (name, bytes) in data { try artifact.write(bytes, to: name) }
            try artifact.write(Self.manifest(named, number, data.keys), to: "manifest.json")
            return try await FolderDestination(path: folder.path).publish(folder: artifact.path, signer: nil) { _ in }.revision
        }
        let place = kind == .hubWithFilesAtTheRoot ? "" : "artifacts/"
        let revision = hub.commit(Dictionary(uniqueKeysWithValues: data.map { ("\(place)\($0)", $1) }))
        hub.commit(["\(place)manifest.json": Self.manifest(revision, number, data.keys)], title: "manifest of \(revision)")
        return revision
    }

    static func manifest(_ revision: String, _ number: Int, _ names: some Sequence<String>) -> [UInt8] {
        let files = names.sorted().map { "\"\($0)\": {}" }.joined(separator: ", ")
        return Array("{\"revision\": \"\(revision)\", \"created_at\": \"2026-11-2\(number)T10:00:00Z\", \"files\": {\(files)}}".utf8)
    }

    /// The publication that a look finds.
    func found(at reference: String? = nil) async throws -> Publication {
        guard case .found(let publication) = try await source.look(at: reference, known: nil) else { throw HubError.moved("unchanged") }
        return publication
    }

    /// Fetches into the temporary folder and returns what came.
    func fetch(_ file: RemoteFile, of publication: Publication, to name: String = "got") async throws -> [UInt8] {
        try await source.fetch(file, of: publication, into: "\(folder.path)/\(name)") { _ in }
        return try folder.read(name)
    }
}

extension StandInHub {
    /// How the stand-in is reached.
    func access(_ token: String?, _ clock: PromptClock, timeouts: HTTPTimeouts = HTTPTimeouts()) -> StoreAccess {
        StoreAccess(
            http: CurlHTTPClient(), hub: HubSettings(endpoint: endpoint, token: token.map { Secret($0) }, timeouts: timeouts), clock: clock,
            jitter: { 1 }, logger: quiet)
    }
}

extension StandInGitHub {
    /// How the stand-in is reached.
    func access(_ token: String?, _ clock: PromptClock, timeouts: HTTPTimeouts = HTTPTimeouts()) -> StoreAccess {
        StoreAccess(
            http: CurlHTTPClient(), gitHub: GitHubSettings(api: api, token: token.map { Secret($0) }, timeouts: timeouts), clock: clock,
            jitter: { 1 }, logger: quiet)
    }

    func repository(_ tag: String? = nil) -> GitHubRepository {
        let names = configuration.repository.split(separator: "/").map(String.init)
        return GitHubRepository(owner: names[0], name: names[1], tag: tag)
    }
}

/// A folder that goes with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("docent-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
    }

    /// Every name in it, hidden ones and those in folders too.
    var names: [String] { (FileManager.default.subpaths(atPath: path) ?? []).sorted() }
}

/// Bytes that differ by seed and place.
func sample(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed &* 2 &+ 1
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
    }
}

func sha256(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
}
