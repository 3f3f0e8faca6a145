/// A place where artifacts are published and read from: Hugging Face, GitHub Releases, a folder.
package protocol ArtifactSource: Sendable {
    /// The address as the operator wrote it: `hf://datasets/org/name`, `file:///dir`. Holds no secret.
    var address: String { get }
    /// One cheap look at what is published under `reference` (a branch, tag, commit or manifest revision; nil: what is current).
    /// - Parameter known: The mark of the last look, so that an unchanged manifest costs one small request.
    /// - Throws: `HubError`.
    func look(at reference: String?, known: PublicationMark?) async throws -> Look
    /// Fetches one file of the artifact into `path`, going on after the bytes that are there already when they are of the same file.
    /// Length and, where the source or the manifest knows it, SHA-256 are checked; a file of the wrong content is removed again.
    /// - Parameters:
    ///   - file: The file's name and, where the manifest tells, its size, hash and parts.
    ///   - progress: Called with the bytes on disk so far.
    /// - Throws: `HubError`.
    func fetch(
        _ file: RemoteFile, of publication: Publication, into path: String, progress: @Sendable (Int64) -> Void
    ) async throws
    /// The length of a file whose manifest does not tell it, to know before the first byte whether the disk can hold it; nil: not known.
    /// - Throws: `HubError`.
    func measure(_ file: RemoteFile, of publication: Publication) async throws -> Int64?
    /// What else is published and can be pinned, newest first, where the source can tell.
    /// - Throws: `HubError`.
    func publications(limit: Int) async throws -> [PublicationSummary]
}

/// A place where artifacts can be put.
package protocol ArtifactDestination: Sendable {
    /// Publishes the folder's files so that no reader ever sees a manifest whose files are not there: data first, manifest last.
    ///
    /// Whatever fails, what was published before stays as it is, and the same call made again goes on: what has arrived is not sent twice,
    /// and what is published already is left alone.
    /// - Parameter signer: Signs the manifest as it goes out; nil: it goes out as it is.
    /// - Throws: `HubError`.
    func publish(
        folder: String, signer: ManifestSigner?, progress: @escaping @Sendable (PublishProgress) -> Void
    ) async throws -> PublishedRevision
}

/// What a publication can be read and pinned by.
package struct PublishedRevision: Sendable, Equatable {
    /// The manifest's revision as it was published.
    package var revision: String
    /// The tag that leads to it, where the place has tags.
    package var tag: String?

    package init(revision: String, tag: String? = nil) {
        self.revision = revision
        self.tag = tag
    }
}

/// Where a publication stands.
package struct PublishProgress: Sendable, Equatable {
    package var file: String
    package var bytesDone: Int64
    package var bytesTotal: Int64

    package init(file: String, bytesDone: Int64, bytesTotal: Int64) {
        self.file = file
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
    }
}
