package import Base
import Foundation

/// What `manifest.json` says of an artifact. Four keys are required; a manifest with only these, made by anybody's job, works.
package struct Manifest: Sendable, Equatable {
    /// Names this state of the index: by our own job the commit of the data, by others any text.
    package var revision: String
    /// RFC 3339, as it stands; without an offset it is UTC. See `CreationTime`.
    package var createdAt: String
    /// The model that made the vectors; it chooses the embedder for questions.
    package var embedModel: String
    package var numChunks: Int
    /// The format's version: 1 where it is not given.
    package var schema: Int?
    package var dimension: Int?
    package var metric: Metric?
    /// Whether the vectors are of unit length.
    package var normalized: Bool?
    /// By file name.
    package var files: [String: File]
    package var canaries: [Canary]
    package var documents: Int?
    package var chunking: JSONValue?
    package var generator: String?

    /// How vectors are compared.
    package enum Metric: String, Sendable, Codable {
        case innerProduct = "ip"
        case l2
    }

    /// A file's length and hash, and the pieces of one that was split to fit a store's limit.
    package struct File: Sendable, Equatable {
        package var size: Int64
        /// Lower-case hexadecimal.
        package var sha256: String
        package var parts: [Part]

        package init(size: Int64, sha256: String, parts: [Part] = []) {
            self.size = size
            self.sha256 = sha256
            self.parts = parts
        }
    }

    /// One piece of a split file, in order.
    package struct Part: Sendable, Equatable {
        package var name: String
        package var size: Int64
        package var sha256: String

        package init(name: String, size: Int64, sha256: String) {
            self.name = name
            self.size = size
            self.sha256 = sha256
        }
    }

    package init(
        revision: String, createdAt: String, embedModel: String, numChunks: Int, schema: Int? = nil, dimension: Int? = nil,
        metric: Metric? = nil, normalized: Bool? = nil, files: [String: File] = [:], canaries: [Canary] = [],
        documents: Int? = nil, chunking: JSONValue? = nil, generator: String? = nil
    ) {
        self.revision = revision
        self.createdAt = createdAt
        self.embedModel = embedModel
        self.numChunks = numChunks
        self.schema = schema
        self.dimension = dimension
        self.metric = metric
        self.normalized = normalized
        self.files = files
        self.canaries = canaries
        self.documents = documents
        self.chunking = chunking
        self.generator = generator
    }
}
