/// A chunk as the chunker cuts it from a document.
package struct DraftChunk: Sendable, Equatable, Codable {
    package var text: String
    /// The headings and the article above it, such as `Capítulo I — Art. 5º`.
    package var section: String?
    /// 1-based, where the format has pages.
    package var page: Int?
    /// The last page, where it is another.
    package var pageEnd: Int?
    /// Where the text stands in the document's whole text, in Unicode scalars from 0; the end is behind it.
    package var start: Int
    package var end: Int
}

/// A document cut into chunks.
package struct ChunkedDocument: Sendable, Equatable {
    package var title: String
    /// `es`, `pt`, `en` where it can be told.
    package var language: String?
    package var chunks: [DraftChunk]
}
