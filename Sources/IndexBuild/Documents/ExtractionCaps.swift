/// How much of a file is taken on. Generous for real documents, finite for hostile ones.
package enum ExtractionCaps {
    /// Bytes of a document's file.
    package static let file = 100 << 20
    /// Bytes of text that a document gives, in UTF-8.
    package static let text = 50 << 20
    /// Entries of a ZIP archive.
    static let zipEntries = 20_000
    /// Bytes that one part of a ZIP archive inflates to.
    static let zipPart = 200 << 20
    /// Depth of XML elements. Word's own deepest documents, tables in tables in text boxes, stay below 200.
    static let xmlDepth = 2_000
    /// Depth of RTF groups.
    static let rtfDepth = 10_000
    package static let pages = 10_000
}
