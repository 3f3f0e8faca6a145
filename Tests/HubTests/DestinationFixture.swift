import Base
import Foundation
import Hub
import TestSupport
import Transport

/// A destination of one kind, with the source that reads from the same place and an artifact to publish.
final class DestinationFixture: Sendable {
    enum Kind: String, CaseIterable, Sendable, CustomStringConvertible {
        case folder
        case hub
        case gitHub

        static let remote: [Kind] = [.hub, .gitHub]
        var description: String { rawValue }
    }

    static let vectors = sample(250_000, seed: 11)

    let kind: Kind
    let hub: StandInHub
    let gitHub: StandInGitHub
    let folder: TemporaryFolder
    let artifact: TemporaryFolder
    let clock = PromptClock()

    /// - Parameter limit: The longest piece that the store takes.
    init(_ kind: Kind, limit: Int? = nil, hasHouseRules: Bool = true) throws {
        self.kind = kind
        var configuration = StandInHub.Configuration()
        configuration.partSize = limit
        configuration.hasHouseRules = hasHouseRules
        hub = try StandInHub(configuration)
        var release = StandInGitHub.Configuration()
        release.hasHouseRules = hasHouseRules
        // PyGithub follows no redirect to a host that it does not know.
        release.servesAssets = !hasHouseRules
        release.assetLimit = limit.map { $0 + 1 } ?? release.assetLimit
        gitHub = try StandInGitHub(release)
        folder = try TemporaryFolder()
        artifact = try TemporaryFolder()
        self.limit = limit
    }

    private let limit: Int?

    var store: any StandInStore { kind == .hub ? hub : gitHub }

    func destination(token: String? = nil, tag: String? = nil) -> any ArtifactDestination {
        switch kind {
        case .folder: FolderDestination(path: folder.path)
        case .hub:
            HuggingFaceDestination(
                repository: HuggingFaceRepository(kind: .dataset, id: hub.configuration.id), hub.access(token ?? hub.configuration.token, clock))
        case .gitHub:
            GitHubDestination(
                repository: gitHub.repository(tag), gitHub.access(token ?? gitHub.configuration.token, clock), limit: Int64(limit ?? 2_000_000_000))
        }
    }

    /// A reader of its own, as a bot that has just started.
    func source() -> any ArtifactSource {
        switch kind {
        case .folder: FolderSource(path: folder.path)
        case .hub: SourceFixture.source(hub, token: nil, clock: clock)
        case .gitHub: SourceFixture.source(gitHub, token: gitHub.configuration.readToken, clock: clock)
        }
    }

    /// Writes an artifact as `docent ingest` does, with a key that nobody knows.
    func make(_ revision: String, vectors: [UInt8] = vectors) throws {
        let meta = Array("[\"\(revision)\"]".utf8)
        try artifact.write(vectors, to: "faiss.index")
        try artifact.write(meta, to: "meta.json")
        let manifest: JSONValue = [
            "revision": .string(revision), "created_at": "2026-11-20T10:00:00Z", "embed_model": "m", "num_chunks": 1, "x-note": ["kept": 1],
            "files": [
                "faiss.index": ["size": .integer(Int64(vectors.count)), "sha256": .string(sha256(vectors))],
                "meta.json": ["size": .integer(Int64(meta.count)), "sha256": .string(sha256(meta))],
            ],
        ]
        try artifact.write(Array(manifest.text.utf8), to: "manifest.json")
    }

    @discardableResult
    func publish(_ destination: (any ArtifactDestination)? = nil, signer: ManifestSigner? = nil) async throws -> PublishedRevision {
        try await (destination ?? self.destination()).publish(folder: artifact.path, signer: signer) { _ in }
    }

    /// What a reader finds: the manifest, and the data as the manifest has it.
    func read(at reference: String? = nil) async throws -> (manifest: JSONValue, vectors: [UInt8], meta: String) {
        let source = source()
        guard case .found(let publication) = try await source.look(at: reference, known: nil) else { throw HubError.moved("unchanged") }
        let manifest = try JSONDecoder().decode(JSONValue.self, from: Data(publication.manifest))
        let revision = manifest["revision"]?.stringValue ?? ""
        var data: [[UInt8]] = []
        for name in ["faiss.index", "meta.json"] {
            let entry = manifest["files"]?[name]
            func file(_ name: String, _ entry: JSONValue?) -> RemoteFile {
                RemoteFile(
                    name: name, size: (entry?["size"]?.intValue).map(Int64.init), sha256: entry?["sha256"]?.stringValue,
                    commit: ArtifactName.isCommit(revision) ? revision : nil)
            }
            var whole = file(name, entry)
            if case .array(let parts)? = entry?["parts"] { whole.parts = parts.map { file($0["name"]?.stringValue ?? "", $0) } }
            let path = "read-\(UUID().uuidString)"
            try await source.fetch(whole, of: publication, into: "\(artifact.path)/\(path)") { _ in }
            data.append(try artifact.read(path))
        }
        return (manifest, data[0], String(decoding: data[1], as: UTF8.self))
    }
}
