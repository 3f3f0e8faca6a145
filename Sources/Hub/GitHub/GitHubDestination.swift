import Base
import HTTPTypes

/// Publishes a release of a GitHub repository: a draft, which nobody sees; its assets, the manifest last; and when all of them are there with
/// the hashes that GitHub itself computed, the draft is published. A draft that a broken run has left is gone on with.
package struct GitHubDestination: ArtifactDestination {
    /// GitHub takes less than 2 GiB an asset.
    static let assetLimit: Int64 = 2_000_000_000

    let repository: GitHubRepository
    let exchange: GitHubExchange
    let retries: Retries
    private let limit: Int64

    package init(repository: GitHubRepository, _ access: StoreAccess) {
        self.init(repository: repository, access, limit: Self.assetLimit)
    }

    /// - Parameter limit: The longest asset, in bytes; longer files are divided.
    package init(repository: GitHubRepository, _ access: StoreAccess, limit: Int64) {
        self.repository = repository
        self.limit = limit
        retries = access.retries
        exchange = GitHubExchange(repository: repository, settings: access.gitHub, http: access.http, isWriting: true)
    }

    package func publish(
        folder: String, signer: ManifestSigner?, progress: @escaping @Sendable (PublishProgress) -> Void
    ) async throws -> PublishedRevision {
        guard exchange.settings.token != nil else {
            throw HubError.settings(
                what: "publishing to github://\(repository) needs a token, and there is none",
                remedy: "Set GITHUB_TOKEN to a token with the permission Contents: read and write for this repository.")
        }
        let pool = ArtifactDownload.pool
        let artifact = try await pool.disk { try LocalArtifact(folder: folder) }
        let split = try await pool.disk { [limit] in try SplitArtifact(artifact, limit: limit, signer: signer) }
        let name = ArtifactName.tag(for: artifact.revision)
        let tags = repository.tag.map { [$0] } ?? [name, "\(name)-\(split.manifest.sha256.prefix(8))"]
        var meter = UploadMeter(total: split.bytes, report: progress)
        let releases = try await retries.run { try await exchange.releases() }
        for tag in tags {
            if let published = releases.first(where: { $0.tag == tag && !$0.isDraft }) {
                guard Self.isWhole(published, split) else { continue }
                return PublishedRevision(revision: artifact.revision, tag: tag)
            }
            let draft = try await draft(tag, artifact)
            for piece in split.pieces {
                meter.begin(piece.name)
                try await retries.run { try await upload(piece, to: draft) }
                meter.end(piece.name, piece.size)
            }
            try await retries.run { try await publish(draft, split) }
            return PublishedRevision(revision: artifact.revision, tag: tag)
        }
        throw HubError.settings(
            what: "\(repository.id) has a release \(tags.joined(separator: " and ")) with something else in it",
            remedy: "Publish to github://\(repository.id)@another-tag, or delete that release on GitHub.")
    }

    /// The draft with that tag, made where there is none.
    private func draft(_ tag: String, _ artifact: LocalArtifact) async throws -> Int64 {
        try await retries.run {
            // Looked for each time: the reply to the last try may be lost and the draft be there.
            if let draft = try await exchange.releases().first(where: { $0.isDraft && $0.tag == tag }) { return draft.id }
            let about = "An index for Docent. Revision \(artifact.revision)\(artifact.outline.date.map { ", made \($0)" } ?? "")."
            let body: JSONValue = ["tag_name": .string(tag), "name": .string("Index \(tag)"), "body": .string(about), "draft": true]
            return try await exchange.change(
                .post, repository.api("releases"), "a release \(tag)", body: body, as: GitHubRelease.self
            ).id
        }
    }

    /// Sends an asset, unless the draft has it. What a broken upload has left under its name is taken away.
    private func upload(_ piece: UploadPiece, to draft: Int64) async throws {
        let release = try await release(draft)
        for asset in release.assets where asset.name == piece.name {
            if asset.isWhole, asset.size == piece.size, asset.sha256 == piece.sha256 { return }
            try await exchange.delete(repository.api("releases/assets/\(asset.id)"), piece.name)
        }
        let place = (release.uploadURL ?? "").prefix { $0 != "{" }
        let asset = try await exchange.upload(piece, to: "\(place)?name=\(HuggingFaceRepository.quote(piece.name))", piece.name)
        guard asset.size == piece.size, asset.sha256 == nil || asset.sha256 == piece.sha256 else {
            try await exchange.delete(repository.api("releases/assets/\(asset.id)"), piece.name)
            throw HubError.corrupt(name: piece.name, reason: "it did not arrive at GitHub as it was sent")
        }
    }

    /// Lets everybody see the draft, when it is exactly what it should be.
    private func publish(_ draft: Int64, _ split: SplitArtifact) async throws {
        let release = try await release(draft)
        guard release.isDraft else { return }
        guard Self.isWhole(release, split) else {
            throw HubError.moved("somebody else changed the draft \(release.tag) meanwhile")
        }
        _ = try await exchange.change(
            .patch, repository.api("releases/\(draft)"), "the release \(release.tag)", body: ["draft": false], as: GitHubRelease.self)
    }

    private func release(_ id: Int64) async throws -> GitHubRelease {
        let path = repository.api("releases/\(id)")
        guard let release = try await exchange.get(path, "the draft", as: GitHubRelease.self, isOptional: true) else {
            throw HubError.moved("somebody else deleted the draft meanwhile")
        }
        return release
    }

    /// Whether a release holds all of the artifact.
    private static func isWhole(_ release: GitHubRelease, _ split: SplitArtifact) -> Bool {
        split.pieces.allSatisfy { piece in
            release.asset(piece.name).map { $0.size == piece.size && $0.sha256 == piece.sha256 } ?? false
        }
    }
}
