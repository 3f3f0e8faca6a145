package import Base

/// How large chunks are, in tokens of the embedder's own tokenizer.
package struct ChunkingPolicy: Sendable, Equatable {
    /// What a chunk aims at. 250 to 350 tokens carry one thought and still leave room for several in a prompt.
    package var target: Int
    /// What no chunk exceeds.
    package var maximum: Int

    package init(target: Int = 300, maximum: Int = 350) {
        self.target = target
        self.maximum = max(maximum, 16)
    }

    /// Names this way of cutting, so that chunks cut in another way are not taken for these.
    static let version = 2

    /// For the manifest.
    package var description: JSONValue {
        .object([
            "method": .string("structure"), "version": .integer(Int64(Self.version)), "target_tokens": .integer(Int64(target)),
            "maximum_tokens": .integer(Int64(maximum)), "overlap": .integer(0),
        ])
    }
}
