import Base

/// An artifact opened for searching: immutable, shared by all questions that began with it, closed by the last of them.
package final class SearchIndex: Sendable {
    package let manifest: Manifest
    package let folder: String

    /// Opens a stored snapshot: `manifest.json`, `faiss.index`, `chunks.sqlite`. Blocks; to be called off the cooperative pool.
    /// - Throws: `Problem` when a file is missing, is not what it should be, or does not match the others.
    package init(folder: String) throws {
        throw Problem(what: "cannot open the index", location: folder, reason: "skeleton", remedy: "")
    }

    /// The best chunks, best first. Blocks; to be called off the cooperative pool.
    /// - Throws: `Problem` when a file cannot be read any more.
    package func search(_ query: SearchQuery) throws -> [SearchHit] { [] }

    /// The chunk of that number.
    package func chunk(_ number: Int) throws -> Chunk { Chunk(number: number, text: "") }
}
