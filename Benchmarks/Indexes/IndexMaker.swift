import Base
import Embedding
import Foundation
import SearchIndex

/// Makes an index in a folder, through the same writers as the product.
struct IndexMaker {
    let folder: String
    let model: EmbeddedModel

    /// A chunk and its vectors.
    typealias Entry = (chunk: Chunk, vectors: [[Float]])

    /// - Returns: The share of nearest vectors that the written index finds.
    @discardableResult
    func make(revision: String, _ entries: some Sequence<Entry>) throws -> Double {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let meta = "\(folder)/\(ArtifactLayout.meta)"
        let chunks = try ChunkWriter(path: meta)
        let vectors = try VectorIndexWriter(path: "\(folder)/\(ArtifactLayout.vectors)", dimension: model.dimension)
        var count = 0
        for (chunk, windows) in entries {
            try chunks.append(chunk)
            try vectors.add(windows)
            count += 1
        }
        try chunks.finish()
        try vectors.write()
        _ = try ChunkStoreBuilder(tokenizer: model.tokenizer) { [model] in model.tokenCutter() }
            .build(meta: meta, store: "\(folder)/\(ArtifactLayout.chunks)")
        let manifest = Manifest(
            revision: revision, createdAt: "2026-01-01T00:00:00Z", embedModel: model.model, numChunks: count, dimension: model.dimension,
            metric: .innerProduct)
        try AtomicFile.write(manifest.json(), to: "\(folder)/\(ArtifactLayout.manifest)")
        return vectors.recall ?? 0
    }

    /// An index of a set's passages.
    func make(_ set: RetrievalSet) async throws {
        let windows = try await model.embed(passages: set.passages.map { PassageInput(title: $0.title ?? "", text: $0.text) })
        try make(
            revision: set.name,
            zip(set.passages, windows).enumerated().map { number, pair in
                let chunk = Chunk(
                    number: number, text: pair.0.text, title: pair.0.title, source: pair.0.id, language: pair.0.lang, vectors: pair.1.count)
                return (chunk, pair.1)
            })
    }
}
