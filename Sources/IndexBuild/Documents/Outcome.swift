/// What became of a document. Each outcome other than `read` has a remedy of its own, so none is told as another.
package enum Outcome: String, Sendable, Codable, CaseIterable {
    case read
    /// Some pages could be read and some not; the chunks of the first are in the index.
    case incomplete
    case encrypted
    case noTextLayer = "no_text_layer"
    case garbled
    case empty
    case notADocument = "not_a_document"
    case unsupported
    case malformed
    case tooLarge = "too_large"
    case timeout
    case memory
    case crash
    /// The file or folder itself cannot be opened.
    case unreadable
    /// A program that the format needs is not installed.
    case toolMissing = "tool_missing"

    /// Whether the document is missing from the index, wholly or in part.
    package var isFailure: Bool { self != .read }

    /// Whether the same bytes give the same outcome on every machine, so that it may be remembered.
    package var isLasting: Bool {
        switch self {
        case .read, .incomplete, .encrypted, .noTextLayer, .garbled, .empty, .notADocument, .unsupported, .malformed, .tooLarge, .memory, .crash:
            true
        case .timeout, .unreadable, .toolMissing: false
        }
    }

    /// What the documents' maintainer can do about it, as a sentence.
    package var remedy: String {
        switch self {
        case .read: ""
        case .incomplete: "Save the document again with its own program, or split it, so that every page can be read."
        case .encrypted: "Save the document without a password."
        case .noTextLayer: "It is a scan: run text recognition (OCR) on it and put the result in its place."
        case .garbled: "Its text cannot be made out (a font without a character map, or damage): export it again, or run text recognition on it."
        case .empty: "Put the right file in its place, or remove it."
        case .notADocument: "Download the document itself again: this is an error page, a pointer or a temporary file in its place."
        case .unsupported: "Convert it to .pdf, .docx or .txt."
        case .malformed: "The file is damaged: open it with its own program and save it again."
        case .tooLarge: "Split the document."
        case .timeout: "Run again when the machine is less busy; if it stays, save the document again or split it."
        case .memory: "Save the document again with its own program, or split it."
        case .crash: "Save the document again with its own program, or convert it to another format."
        case .unreadable: "Let this user read it."
        case .toolMissing: "Install poppler-utils."
        }
    }
}
