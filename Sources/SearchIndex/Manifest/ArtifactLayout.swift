/// The names in an artifact and in a stored snapshot of one.
package enum ArtifactLayout {
    package static let manifest = "manifest.json"
    package static let vectors = "faiss.index"
    package static let meta = "meta.json"
    /// Built from `meta.json` on arrival; never published.
    package static let chunks = "chunks.sqlite"
}
