import Base
import Foundation

/// An artifact opened for searching: immutable, shared by all questions that began with it, closed by the last of them.
package final class SearchIndex: Sendable {
    package let manifest: Manifest
    package let folder: String
    let vectors: VectorIndex
    let store: ChunkStore

    /// Opens a stored snapshot: `manifest.json`, `faiss.index`, `chunks.sqlite`. Blocks; to be called off the cooperative pool.
    /// - Throws: `Problem` when a file is missing, is not what it should be, or does not match the others.
    package init(folder: String) throws {
        self.folder = folder
        let path = "\(folder)/\(ArtifactLayout.manifest)"
        guard let json = FileManager.default.contents(atPath: path) else {
            throw Problem(
                what: "cannot open the index", location: path, reason: "the file cannot be read",
                remedy: "Remove the index's folder: it is fetched and built again.")
        }
        manifest = try Manifest(json: json, location: path)
        store = try ChunkStore(path: "\(folder)/\(ArtifactLayout.chunks)")
        vectors = try VectorIndex.open(path: "\(folder)/\(ArtifactLayout.vectors)")
        try check()
    }

    /// The chunk of that number.
    /// - Throws: `Problem` when there is none or it cannot be read.
    package func chunk(_ number: Int) throws -> Chunk {
        guard let chunk = try store.chunk(number) else {
            throw Problem(
                what: "cannot read a chunk", location: folder, reason: "the index has no chunk \(number)",
                remedy: "Ask again; the index was changed meanwhile.")
        }
        return chunk
    }

    /// The chunks of some numbers, those that there are, with all but their metadata. Blocks, as `chunk` does.
    /// - Throws: `Problem` when they cannot be read.
    package func bareChunks(_ numbers: [Int]) throws -> [Int: Chunk] { try store.bareChunks(numbers) }

    /// Holds the three files against one another: an answer from vectors of other chunks would be wrong without anybody noticing.
    private func check() throws {
        var complaints: [String] = []
        if store.count != manifest.numChunks {
            complaints.append("the manifest announces \(manifest.numChunks) chunks and meta.json has \(store.count)")
        }
        if store.vectors != vectors.count {
            complaints.append("the chunks have \(store.vectors) vectors and faiss.index has \(vectors.count)")
        }
        if let dimension = manifest.dimension, dimension != vectors.dimension {
            complaints.append("the manifest announces vectors of \(dimension) numbers and faiss.index has \(vectors.dimension)")
        }
        if let metric = manifest.metric, metric != vectors.metric {
            complaints.append("the manifest announces the measure \(metric.rawValue) and faiss.index has \(vectors.metric.rawValue)")
        }
        guard complaints.isEmpty else {
            throw Problem(
                what: "cannot open the index", location: folder, reason: complaints.joined(separator: "; "),
                remedy: "Build the index again and publish its three files together.")
        }
    }
}
