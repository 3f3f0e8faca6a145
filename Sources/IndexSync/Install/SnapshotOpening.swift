import Base
package import SearchIndex

/// What this module needs of the index: to build a chunk store and to open a snapshot for searching. Both block.
package protocol SnapshotOpening: Sendable {
    /// An opened index, shared by the questions that began with it.
    associatedtype Index: Sendable
    /// Builds `chunks.sqlite` from `meta.json`.
    /// - Returns: How many chunks there are.
    /// - Throws: `Problem`.
    func build(meta: String, store: String) throws -> Int
    /// How many numbers the vectors of a snapshot have that has passed its probe.
    /// - Throws: `Problem`.
    func dimension(_ manifest: Manifest, in folder: String) throws -> Int
    /// Opens a snapshot and searches once, so that the first question does not wait for the disk.
    /// - Throws: `Problem`.
    func open(_ folder: String) throws -> Index
}

/// The real thing.
package struct SearchIndexOpening: SnapshotOpening {
    private let builder: ChunkStoreBuilder
    private let dimension: @Sendable (Manifest) -> Int?

    /// - Parameters:
    ///   - builder: Knows the tokenizer, where late interaction is to work.
    ///   - dimension: How many numbers the questions' vectors will have, by the index's model; nil where that is not known.
    package init(builder: ChunkStoreBuilder = ChunkStoreBuilder(), dimension: @escaping @Sendable (Manifest) -> Int? = { _ in nil }) {
        self.builder = builder
        self.dimension = dimension
    }

    package func build(meta: String, store: String) throws -> Int {
        // Building leaves as much behind as the index takes, at the time when a second index is about to be opened.
        defer { ResidentMemory.giveBack() }
        return try builder.build(meta: meta, store: store).chunks
    }

    package func dimension(_ manifest: Manifest, in folder: String) throws -> Int {
        try manifest.dimension ?? VectorIndex.open(path: "\(folder)/\(ArtifactLayout.vectors)").dimension
    }

    package func open(_ folder: String) throws -> SearchIndex {
        let index = try SearchIndex(folder: folder)
        if let wanted = dimension(index.manifest), wanted != index.dimension {
            throw Problem(
                what: "the index does not fit its model", location: "revision \(index.manifest.revision)",
                reason: "its vectors have \(index.dimension) numbers, those of \(index.manifest.embedModel) have \(wanted)",
                remedy: "Build and publish it again with vectors of the model that the manifest names.")
        }
        let vector = index.manifest.dimension.map { [Float](repeating: 1 / Float($0).squareRoot(), count: $0) }
        _ = try index.search(SearchQuery(text: "warm up", vector: vector, top: 1))
        return index
    }
}
