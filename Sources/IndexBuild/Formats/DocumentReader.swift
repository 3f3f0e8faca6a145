/// Looks at a file's content, has the right reader read it, and judges what comes out.
enum DocumentReader {
    static func read(_ bytes: [UInt8], path: String, ending: String) -> Extraction {
        let claimed = DocumentFormat(ending: ending)
        var format: DocumentFormat?
        do {
            let route = try Route(bytes, claimed: claimed)
            format = route.format
            var extraction = try route.read(bytes, path: path)
            extraction.format = route.format
            try TextGate.check(&extraction, claimed: claimed)
            if let claimed, !claimed.covers(route.format) {
                extraction.notes.insert("wrong_extension: the name says \(claimed.rawValue), the content is \(route.format.rawValue)", at: 0)
            }
            return extraction
        } catch let failure as ExtractionFailure {
            return Extraction(failure.outcome, format: format, reason: failure.reason)
        } catch {
            return Extraction(.malformed, format: format, reason: "\(error)")
        }
    }
}

/// The reader that a content calls for, with what has been opened to find out.
private enum Route {
    case plain(DocumentFormat)
    case word(WordPackage)
    case compound(CompoundFile)

    init(_ bytes: [UInt8], claimed: DocumentFormat?) throws {
        switch ContentSniffer.verdict(on: bytes, claimed: claimed) {
        case .document(let format): self = .plain(format)
        case .zip: self = .word(try WordPackage(ZipArchive(bytes)))
        case .compound: self = .compound(try CompoundFile(bytes))
        case .refused(let outcome, let reason): throw ExtractionFailure(outcome, reason)
        }
    }

    var format: DocumentFormat {
        switch self {
        case .plain(let format): format
        case .word: .docx
        case .compound: .doc
        }
    }

    func read(_ bytes: [UInt8], path: String) throws -> Extraction {
        switch self {
        case .word(let package): return Extraction(.read, text: try package.text())
        case .compound(let file): return Extraction(.read, text: try WordBinary(file).text())
        case .plain(let format):
            switch format {
            case .pdf: return try PDFText.read(path: path)
            case .rtf: return Extraction(.read, text: try RichText.read(bytes))
            case .html: return Extraction(.read, text: try HTMLText.read(bytes))
            case .wordXML: return Extraction(.read, text: try WordPackage.text(ofFlatXML: bytes))
            case .markdown: return Extraction(.read, text: MarkdownText.read(TextDecoder.decode(bytes)))
            case .subtitles: return Extraction(.read, text: SubtitleText.read(TextDecoder.decode(bytes)))
            case .text, .lines: return Extraction(.read, text: PlainText.read(TextDecoder.decode(bytes)))
            case .docx, .doc: throw ExtractionFailure(.malformed, "its content is not what its first bytes say")
            }
        }
    }
}
