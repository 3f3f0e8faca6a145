import Base
import HTTPTypes
import Transport

/// Publishes to a dataset or model repository of the Hub in two commits: the data, then the manifest whose `revision` is the first commit's
/// id. Each is refused by the Hub when anybody else has written in between. Readers of a manifest take its data at the commit that it names,
/// so until the second commit stands they are served what was published before. A tag on the second commit carries the artifact's own
/// revision.
package struct HuggingFaceDestination: ArtifactDestination {
    let repository: HuggingFaceRepository
    /// What stands there now.
    let source: HuggingFaceSource

    package init(repository: HuggingFaceRepository, _ access: StoreAccess) {
        self.repository = repository
        source = HuggingFaceSource(repository: repository, access, isWriting: true)
    }

    var branch: String { repository.revision ?? "main" }

    package func publish(
        folder: String, signer: ManifestSigner?, progress: @escaping @Sendable (PublishProgress) -> Void
    ) async throws -> PublishedRevision {
        guard source.exchange.settings.token != nil else {
            throw HubError.settings(
                what: "publishing to hf://\(repository) needs a token, and there is none",
                remedy: "Set HF_TOKEN to a token that may write to this repository.")
        }
        let pool = ArtifactDownload.pool
        let artifact = try await pool.disk { try LocalArtifact(folder: folder) }
        let pieces = try await pool.disk {
            // A manifest that could not be signed or given its revision is better known before anything is sent.
            _ = try artifact.manifest(revision: "", signer: signer)
            return try artifact.hashed().map { file in
                try UploadPiece(name: file.name, path: "\(folder)/\(file.name)", offset: 0, size: file.size ?? 0, sha256: file.sha256)
            }
        }
        var meter = UploadMeter(total: artifact.bytes, report: progress)
        let tags = try await source.tags()
        let head = try await head()
        let current = try await source.published(at: head)
        let place = source.layout.value

        var missing: [UploadPiece] = []
        for piece in pieces {
            if try await isThere(piece, place, at: head) { meter.end(piece.name, piece.size) } else { missing.append(piece) }
        }
        let isSame = { @Sendable (publication: Publication) -> Bool in
            // The manifest has the commit of its data in it: is it what would be published for that data?
            guard let revision = ManifestOutline(publication.manifest)?.revision else { return false }
            return (try? artifact.manifest(revision: revision, signer: signer)) == publication.manifest
        }
        if missing.isEmpty, let current, isSame(current), let revision = ManifestOutline(current.manifest)?.revision {
            return PublishedRevision(revision: revision, tag: try await tag(artifact, at: current.commit, revision, tags, isSame))
        }
        let title = "index \(artifact.revision.prefix(40))"
        let data = missing.isEmpty ? head : try await commit(missing, place, after: head, title: "\(title), the data", &meter)
        let manifest = UploadPiece(name: FolderLayout.manifest, bytes: try await pool.disk { try artifact.manifest(revision: data, signer: signer) })
        let commit = try await commit([manifest], place, after: data, title: title, &meter)
        return PublishedRevision(revision: data, tag: try await tag(artifact, at: commit, data, tags, isSame))
    }

    /// The branch's last commit.
    private func head() async throws -> String {
        struct Revision: Decodable { var sha: String }
        let head = try await source.api("revision/\(HuggingFaceRepository.quote(branch))", as: Revision.self).sha
        guard ArtifactName.isCommit(head) else { throw HubError.unavailable("the Hub does not tell the last commit of \(branch)") }
        return head
    }

    /// Whether a commit has the file already, by the Hub's hash of it.
    private func isThere(_ piece: UploadPiece, _ place: HuggingFaceSource.Layout, at commit: String) async throws -> Bool {
        let path = place.path(piece.name)
        do {
            let tag = try await source.checked {
                try await source.exchange.walk(.head, repository.resolve(path, at: commit))
            } named: {
                (commit, path)
            }.tag
            guard case .slice(let slice) = piece.content, let digest = tag.flatMap(ContentDigest.init(etag:)) else { return false }
            if case .sha256(let hash) = digest { return hash == piece.sha256 }
            return try await ArtifactDownload.pool.disk { try digest.matches(file: slice.path) }
        } catch HubError.fileMissing {
            return false
        }
    }

    /// Tags the publication with the artifact's own revision. A tag that stands is never moved: if it leads to something else, the new one
    /// gets the start of the commit's id as well.
    private func tag(
        _ artifact: LocalArtifact, at commit: String, _ revision: String, _ tags: [String: String], _ isSame: @Sendable (Publication) -> Bool
    ) async throws -> String {
        let name = ArtifactName.tag(for: artifact.revision)
        for tag in [name, "\(name)-\(revision.prefix(8))"] {
            do {
                if let target = tags[tag] {
                    guard let there = try await source.published(at: target), isSame(there) else { continue }
                    return tag
                }
                try await make(tag, at: commit)
                return tag
            } catch let error as HubError {
                throw HubError.unavailable(
                    "the index is published as revision \(revision), but the tag \(tag) could not be made: \(error.problem(at: "").reason)")
            }
        }
        throw HubError.unavailable("the index is published as revision \(revision), but the tag \(name) is taken by another")
    }

    private func make(_ tag: String, at commit: String) async throws {
        try await source.retries.run {
            let body: JSONValue = ["tag": .string(tag)]
            do {
                _ = try await post("tag/\(commit)", "application/json", Array(body.text.utf8), "the tag \(tag)")
            } catch {
                // A reply that was lost is asked for again: then the tag is there.
                guard try await source.tags()[tag] == commit else { throw error }
            }
        }
    }
}
