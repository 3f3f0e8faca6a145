import Base

/// Builds `chunks.sqlite` from `meta.json`, as a stream with bounded memory.
package struct ChunkStoreBuilder: Sendable {
    /// Gives a text's token numbers for late interaction; nil stores none.
    package var tokenize: (@Sendable (String) -> [UInt32])?
    /// Names the tokenizer in the store.
    package var tokenizer: String?

    package init(tokenizer: String? = nil, tokenize: (@Sendable (String) -> [UInt32])? = nil) {
        self.tokenizer = tokenizer
        self.tokenize = tokenize
    }

    /// Reads `meta` and writes the store under a temporary name, then renames it to `store`. Blocks.
    /// - Returns: How many chunks there are and how many vector rows they have.
    /// - Throws: `Problem` when the file is not an array of objects with text, or the disk is full.
    package func build(meta: String, store: String) throws -> (chunks: Int, vectors: Int) { (0, 0) }
}
