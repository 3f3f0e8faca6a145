/// The kinds of document that can be read.
package enum DocumentFormat: String, Sendable, Codable, CaseIterable {
    case pdf, docx, doc, rtf, html, markdown, text, subtitles
    /// A word processor's single XML file, as Word 2003 wrote it.
    case wordXML = "word-xml"
    /// One chunk on each line; not a document to extract.
    case lines = "jsonl"

    /// What a file's name says of it, or nil for an ending that is none of ours. `ending` is in lower case, without the dot.
    package init?(ending: String) {
        switch ending {
        case "pdf": self = .pdf
        case "docx", "docm", "dotx", "dotm": self = .docx
        case "doc", "dot": self = .doc
        case "rtf": self = .rtf
        case "html", "htm", "xhtml": self = .html
        case "md", "markdown": self = .markdown
        case "txt", "text": self = .text
        case "srt": self = .subtitles
        case "jsonl": self = .lines
        default: return nil
        }
    }

    /// Whether a file whose name says `self` is what it claims when its content is `content`.
    func covers(_ content: DocumentFormat) -> Bool {
        switch self {
        // Plain text has no mark of its own, so whatever the name makes of it holds; HTML in a text file is text to its author.
        case .text, .markdown, .subtitles: content == .text || content == .markdown || content == .subtitles || content == .html
        case .html: content == .html || content == .text
        case .pdf, .docx, .doc, .rtf, .wordXML, .lines: content == self
        }
    }
}
