package import Base

/// A piece of a document: what is searched, shown to the model and cited.
package struct Chunk: Sendable, Equatable {
    /// Its place in `meta.json`, from 0.
    package var number: Int
    package var text: String
    package var title: String?
    /// The document's path or name.
    package var source: String?
    /// 1-based page on which the chunk begins.
    package var page: Int?
    /// The page on which it ends, when that is another.
    package var pageEnd: Int?
    /// The headings above it.
    package var section: String?
    package var url: String?
    /// `es`, `pt`, `en` where known.
    package var language: String?
    /// How many rows of the vector index belong to it; 1 unless the text was embedded in windows.
    package var vectors: Int
    /// Every other key as it came.
    package var metadata: [String: JSONValue]

    package init(
        number: Int, text: String, title: String? = nil, source: String? = nil, page: Int? = nil, pageEnd: Int? = nil,
        section: String? = nil, url: String? = nil, language: String? = nil, vectors: Int = 1,
        metadata: [String: JSONValue] = [:]
    ) {
        self.number = number
        self.text = text
        self.title = title
        self.source = source
        self.page = page
        self.pageEnd = pageEnd
        self.section = section
        self.url = url
        self.language = language
        self.vectors = vectors
        self.metadata = metadata
    }
}
