import Foundation

/// What one run of ingestion is told.
package struct IngestConfiguration: Sendable {
    /// The folder of documents, or one document. Absolute: the extraction workers have a working directory of their own.
    package var input: String
    /// The artifact's folder; made when it is missing. Absolute.
    package var output: String
    /// The artifact's revision; nil derives it from the documents, so that the same documents give the same revision.
    package var revision: String?
    /// RFC 3339; stands in the manifest.
    package var createdAt: String
    /// Program and version; stands in the manifest.
    package var generator: String
    package var chunking: ChunkingPolicy
    /// How many documents are worked on at once.
    package var width: Int
    /// How many passages are given to the embedder at a time.
    package var batch: Int
    /// The program that is started as the extraction worker.
    package var workerExecutable: String
    /// How long one document's extraction may take.
    package var documentDeadline: Duration

    package init(
        input: String, output: String, revision: String? = nil, createdAt: String, generator: String,
        chunking: ChunkingPolicy = ChunkingPolicy(), width: Int = ProcessInfo.processInfo.activeProcessorCount, batch: Int = 32,
        workerExecutable: String = "/proc/self/exe", documentDeadline: Duration = .seconds(60)
    ) {
        self.input = URL(fileURLWithPath: input).standardizedFileURL.path
        self.output = URL(fileURLWithPath: output).standardizedFileURL.path
        self.revision = revision
        self.createdAt = createdAt
        self.generator = generator
        self.chunking = chunking
        self.width = max(width, 1)
        self.batch = max(batch, 1)
        self.workerExecutable = workerExecutable
        self.documentDeadline = documentDeadline
    }
}

/// Counts tokens as the model does that is to embed the text.
package struct TokenCounter: Sendable {
    /// Names tokenizer and vocabulary: chunks cut by another are cut anew.
    package var name: String
    package var count: @Sendable (String) -> Int

    package init(name: String, count: @escaping @Sendable (String) -> Int) {
        self.name = name
        self.count = count
    }

    /// For models whose tokenizer is not at hand: 3 characters to a token, a little below what tokenizers of several languages give
    /// for Portuguese, so that chunks come out a little small rather than too long.
    package static let estimate = TokenCounter(name: "characters/3") { ($0.unicodeScalars.count + 2) / 3 }
}
