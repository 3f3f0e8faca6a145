import HTTPTypes
import Synchronization
import Transport

/// Reads from a dataset or model repository of the Hugging Face Hub, as the Hub stands in 2026: the manifest at one commit, every other
/// file at the commit that it names, everything checked against the Hub's own hashes as well as the manifest's.
package struct HuggingFaceSource: ArtifactSource {
    /// Where an artifact may lie in the repository; the first goes before the second.
    enum Layout: String, Sendable, CaseIterable {
        case artifacts
        case root

        func path(_ name: String) -> String { self == .artifacts ? "artifacts/\(name)" : name }
    }

    static let manifest = "manifest.json"

    let repository: HuggingFaceRepository
    let exchange: HubExchange
    let retries: Retries
    /// Where the manifest was found last.
    let layout = LayoutMemory()

    package init(repository: HuggingFaceRepository, _ access: StoreAccess) {
        self.init(repository: repository, access, isWriting: false)
    }

    /// - Parameter isWriting: Whether it looks for somebody who is about to publish.
    init(repository: HuggingFaceRepository, _ access: StoreAccess, isWriting: Bool) {
        self.repository = repository
        retries = access.retries
        exchange = HubExchange(settings: access.hub, http: access.http, logger: access.logger, isWriting: isWriting)
    }

    package var address: String { "hf://\(repository)" }

    package func look(at reference: String?, known: PublicationMark?) async throws -> Look {
        if let reference { return .found(try await pinned(reference)) }
        return try await look(rev: repository.revision ?? "main", known: known)
    }

    /// One HEAD when nothing has changed; else the manifest, at the commit that the HEAD told.
    func look(rev: String, known: PublicationMark? = nil) async throws -> Look {
        // Where it lay last is looked at first only to learn that nothing has changed. After a change the places are looked at in their order,
        // for a bot that runs is to serve what one that starts now would.
        let last = layout.value
        if known != nil, last != Layout.allCases.first, let head = try await head(last, rev, known), head.commit == known?.commit(in: last) {
            return .unchanged
        }
        for layout in Layout.allCases {
            guard let head = try await head(layout, rev, known) else { continue }
            let path = layout.path(Self.manifest)
            // The manifest of one commit never changes: the first answer was enough.
            if let commit = head.commit, commit == known?.commit(in: layout) { return .unchanged }
            guard let commit = head.commit, ArtifactName.isCommit(commit), let tag = head.tag else {
                throw HubError.unavailable("the Hub does not tell the commit and the tag of \(path) at \(rev)")
            }
            // Not the tag alone: data that is committed after its manifest changes the commit and not the manifest.
            let mark = PublicationMark("\(layout.rawValue):\(tag)@\(commit)")
            self.layout.value = layout
            return .found(Publication(manifest: try await manifest(path, at: commit, tag: tag), commit: commit, mark: mark))
        }
        throw HubError.nothingPublished("\(repository) holds no artifacts/\(Self.manifest) and no \(Self.manifest) at \(rev)")
    }

    /// What the Hub says of the manifest in one of the places; nil when there is none.
    private func head(_ layout: Layout, _ rev: String, _ known: PublicationMark?) async throws -> HubExchange.Result? {
        let path = layout.path(Self.manifest)
        do {
            return try await checked {
                try await exchange.walk(.head, repository.resolve(path, at: rev), known: known?.commit(in: layout))
            } named: {
                (rev, path)
            }
        } catch HubError.fileMissing {
            return nil
        }
    }

    /// The manifest's bytes at a commit, checked against the tag that the HEAD gave.
    private func manifest(_ path: String, at commit: String, tag: String) async throws -> [UInt8] {
        try await retries.run {
            let reply = try await checked(tries: false, isTold: true) {
                try await exchange.walk(.get, repository.resolve(path, at: commit))
            } named: {
                (commit, path)
            }
            let bytes = try await reply.body.whole(upTo: FolderLayout.manifestLimit, of: path)
            guard reply.commit == commit else {
                throw HubError.corrupt(name: path, reason: "it came from commit \(reply.commit ?? "unknown")")
            }
            if let digest = ContentDigest(etag: tag), !digest.matches(bytes) {
                throw HubError.corrupt(name: path, reason: "its content does not have the hash that the Hub gives")
            }
            return bytes
        }
    }

    /// Does the request, turns answers that are no success into errors, and tries again what may pass.
    /// - Parameters:
    ///   - tries: False where a wider piece of work is tried again.
    ///   - isTold: Whether the commit is one that the Hub has told before: if it has none such now, its history was rewritten meanwhile, and
    ///     nobody named it wrongly.
    func checked(
        tries: Bool = true, isTold: Bool = false, _ request: () async throws -> HubExchange.Result, named: () -> (reference: String, file: String)
    ) async throws -> HubExchange.Result {
        func once() async throws -> HubExchange.Result {
            let result = try await request()
            let status = result.reply.status
            // A redirect as the last answer is a HEAD's that knows enough.
            if (200..<400).contains(status) { return result }
            if result.isForeign { throw HubError.unavailable("the host that holds \(named().file) answered HTTP \(status)") }
            if isTold, result.reply.errorCode == "RevisionNotFound" {
                throw HubError.moved("the history of \(repository) was rewritten, and the commit \(named().reference) is gone")
            }
            throw result.reply.error(
                repository, reference: named().reference, file: named().file, hasToken: exchange.settings.token != nil,
                isWriting: exchange.isWriting)
        }
        return tries ? try await retries.run(once) : try await once()
    }
}

extension PublicationMark {
    /// The commit in a mark of this source, when the manifest lay there.
    fileprivate func commit(in layout: HuggingFaceSource.Layout) -> String? {
        value.hasPrefix("\(layout.rawValue):") ? value.split(separator: "@").last.map(String.init) : nil
    }
}

/// The layout found last, shared by the source's copies.
final class LayoutMemory: Sendable {
    private let stored = Mutex(HuggingFaceSource.Layout.artifacts)

    var value: HuggingFaceSource.Layout {
        get { stored.withLock(\.self) }
        set { stored.withLock { $0 = newValue } }
    }
}
