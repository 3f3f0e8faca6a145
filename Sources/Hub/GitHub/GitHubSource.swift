import Synchronization
import Transport

/// Reads from the releases of a GitHub repository: a release with the artifact's files as assets is a publication.
///
/// What is current is the release that was published last and is whole. It is found in the list of releases, not by `releases/latest`: that
/// is the newest by the date of the commit that its tag is on, so an index published on an older commit, a rollback for one, never becomes
/// it. Drafts, pre-releases and releases without all files and hashes are passed over.
package struct GitHubSource: ArtifactSource {
    let repository: GitHubRepository
    let exchange: GitHubExchange
    let retries: Retries
    let memory = ReleaseMemory()

    package init(repository: GitHubRepository, _ access: StoreAccess) {
        self.repository = repository
        retries = access.retries
        exchange = GitHubExchange(repository: repository, settings: access.gitHub, http: access.http)
    }

    package var address: String { "github://\(repository)" }

    package func look(at reference: String?, known: PublicationMark?) async throws -> Look {
        if let reference { return .found(try await pinned(reference)) }
        let releases: [GitHubRelease]
        if let tag = repository.tag {
            guard let release = try await release(tagged: tag) else {
                // The list tells a missing release from a missing repository.
                _ = try await list()
                throw unknown(tag)
            }
            releases = [release]
        } else {
            releases = try await list().filter { !$0.isPrerelease }
        }
        for release in releases where release.mayHoldIndex {
            if known == PublicationMark(release.commit) { return .unchanged }
            if let publication = try await publication(release) { return .found(publication) }
        }
        let files = ([FolderLayout.manifest] + FolderLayout.data).joined(separator: ", ")
        throw HubError.nothingPublished(
            "\(repository.tag.map { "the release \($0)" } ?? "no release") of \(repository.id) is whole (\(files), each with its hash)")
    }

    package func publications(limit: Int) async throws -> [PublicationSummary] {
        try await list().filter(\.mayHoldIndex).prefix(limit).map { release in
            let words = [release.isPrerelease ? "[pre-release]" : nil, release.title].compactMap(\.self).filter { !$0.isEmpty }
            return PublicationSummary(
                reference: release.tag, title: words.isEmpty ? release.tag : words.joined(separator: " "), date: release.publishedAt)
        }
    }

    /// The releases, latest published first. GitHub lists them by the dates of the commits that their tags are on, so the one that was published
    /// last may be on any page.
    func list() async throws -> [GitHubRelease] {
        try await retries.run { try await exchange.releases() }.filter { !$0.isDraft }
            .sorted { ($0.publishedAt ?? "", $0.id) > ($1.publishedAt ?? "", $1.id) }
    }

    /// Nil when there is no such release.
    func release(tagged tag: String) async throws -> GitHubRelease? {
        try await retries.run {
            try await exchange.get(repository.release(tagged: tag), "the release \(tag)", as: GitHubRelease.self, isOptional: true)
        }
    }

    func unknown(_ reference: String) -> HubError {
        .settings(
            what: "\(repository.id) has no release \(reference) with an index",
            remedy: "`docent index list` shows what can be pinned; `docent index unpin` follows what is published.")
    }

    /// The release as a publication; nil when a file that its manifest names is not there yet.
    func publication(_ release: GitHubRelease) async throws -> Publication? {
        let commit = release.commit
        guard let asset = release.asset(FolderLayout.manifest), !memory.isIncomplete(commit) else { return nil }
        let manifest = try await retries.run { try await self.manifest(asset) }
        let names = ManifestOutline(manifest)?.stored.map(\.name) ?? FolderLayout.data
        guard names.allSatisfy({ release.asset($0) != nil }) else {
            memory.noteIncomplete(commit)
            return nil
        }
        memory.keep(release)
        return Publication(manifest: manifest, commit: commit, mark: PublicationMark(commit))
    }

    private func manifest(_ asset: GitHubRelease.Asset) async throws -> [UInt8] {
        let (reply, body, isForeign) = try await exchange.content(of: asset, from: nil)
        guard reply.status == 200 else {
            throw try await failure(reply, body, asset.name, isForeign: isForeign)
        }
        let bytes = try await body.whole(upTo: FolderLayout.manifestLimit, of: asset.name)
        guard Int64(bytes.count) == asset.size, ArtifactName.hash(bytes) == asset.sha256 else {
            throw HubError.corrupt(name: asset.name, reason: "its content does not have the length and hash that GitHub gives")
        }
        return bytes
    }

    /// What an answer means that holds no content.
    func failure(_ reply: GitHubReply, _ body: HTTPBody, _ name: String, isForeign: Bool) async throws -> HubError {
        if isForeign { return .unavailable("the host that holds \(name) answered HTTP \(reply.status)") }
        return try await exchange.error(reply, body, name)
    }
}

extension GitHubExchange {
    /// How many pages of releases are looked through; more would make each poll dear.
    private static let releasePages = 5

    /// The five hundred releases with the newest commits, drafts too where the token may write.
    func releases() async throws -> [GitHubRelease] {
        try await pages(repository.api("releases"), "the list of releases", of: GitHubRelease.self, most: Self.releasePages)
    }
}

/// The releases whose manifests were read, shared by the source's copies.
final class ReleaseMemory: Sendable {
    private static let most = 16
    private let state = Mutex(State())

    private struct State {
        var releases: [String: GitHubRelease] = [:]
        var incomplete: Set<String> = []
    }

    /// The release in the state of that name.
    func release(_ commit: String) -> GitHubRelease? { state.withLock { $0.releases[commit] } }

    func keep(_ release: GitHubRelease) {
        state.withLock { state in
            if state.releases.count >= Self.most { state.releases = [:] }
            state.releases[release.commit] = release
        }
    }

    /// Whether the manifest was seen to name files that were not there. A file that arrives makes it another state.
    func isIncomplete(_ commit: String) -> Bool { state.withLock { $0.incomplete.contains(commit) } }

    func noteIncomplete(_ commit: String) {
        state.withLock { state in
            if state.incomplete.count >= Self.most { state.incomplete = [] }
            state.incomplete.insert(commit)
        }
    }
}
