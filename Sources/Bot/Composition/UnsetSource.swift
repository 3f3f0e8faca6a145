import Hub

/// Stands where no INDEX_SOURCE is set: what is on disk is served, and the status says what to set.
struct UnsetSource: ArtifactSource {
    var address: String { "" }

    func look(at reference: String?, known: PublicationMark?) async throws -> Look { throw Self.unset }

    func fetch(_ file: RemoteFile, of publication: Publication, into path: String, progress: @Sendable (Int64) -> Void) async throws {
        throw Self.unset
    }

    func measure(_ file: RemoteFile, of publication: Publication) async throws -> Int64? { throw Self.unset }

    func publications(limit: Int) async throws -> [PublicationSummary] { [] }

    private static let unset = HubError.settings(
        what: "INDEX_SOURCE is not set",
        remedy: "Set it to where the index is published, for example INDEX_SOURCE=file:///srv/docent/index or hf://datasets/org/rag-index.")
}
