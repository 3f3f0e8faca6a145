/// Tells what a file is by its first bytes; its name only breaks ties between kinds that have no mark.
enum ContentSniffer {
    enum Verdict: Equatable {
        case document(DocumentFormat)
        /// A ZIP archive, of which only its directory tells more.
        case zip
        /// An OLE compound file, of which only its directory tells more.
        case compound
        case refused(Outcome, String)
    }

    /// - Parameter claimed: What the file's name says.
    static func verdict(on bytes: [UInt8], claimed: DocumentFormat?) -> Verdict {
        guard let first = bytes.first(where: { !isBlank($0) }) else { return .refused(.empty, "the file holds nothing") }
        if bytes.starts(with: "PK\u{3}\u{4}".utf8) || bytes.starts(with: "PK\u{5}\u{6}".utf8) { return .zip }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return .compound }
        // Readers allow something before the header; 1,024 bytes by the implementation notes of Adobe's PDF reference.
        if ByteSearch.find("%PDF-", in: bytes.prefix(1024)) != nil { return .document(.pdf) }
        if let name = foreign(bytes) { return .refused(.unsupported, "it is \(name)") }
        let head = TextDecoder.asciiHead(of: bytes)
        let trimmed = head.drop { $0 == " " || $0 == "\n" || $0 == "\r" || $0 == "\t" || $0 == "\0" }
        if trimmed.hasPrefix("{\\rtf") || trimmed.hasPrefix("{\\urtf") { return .document(.rtf) }
        if head.hasPrefix("version https://git-lfs.github.com/spec/") {
            return .refused(.notADocument, "it is a Git LFS pointer, not the file that it points to")
        }
        return text(trimmed, first: first, bytes: bytes, claimed: claimed)
    }

    private static func text(
        _ head: Substring, first: UInt8, bytes: [UInt8], claimed: DocumentFormat?
    ) -> Verdict {
        let lower = head.prefix(2048).lowercased()
        if lower.hasPrefix("<?xml") || lower.hasPrefix("<w:worddocument") {
            if lower.contains("worddocument") { return .document(.wordXML) }
            if lower.contains("<html") { return .document(.html) }
            return .refused(.unsupported, "it is XML of a kind that is not a text document")
        }
        let marks = ["<!doctype html", "<html", "<head", "<body", "<!-- saved from"]
        if marks.contains(where: lower.hasPrefix) || (first == UInt8(ascii: "<") && lower.contains("<html")) { return .document(.html) }
        if lower.hasPrefix("mime-version:") && lower.contains("multipart/related") {
            return .refused(.unsupported, "it is a web archive (MHTML)")
        }
        switch claimed {
        case .html: return .document(.html)
        case .markdown: return isBinary(bytes) ? binary : .document(.markdown)
        case .subtitles: return isBinary(bytes) ? binary : .document(.subtitles)
        case .pdf, .docx, .doc, .rtf, .wordXML, .text, .lines, nil: return isBinary(bytes) ? binary : .document(.text)
        }
    }

    private static let binary = Verdict.refused(.notADocument, "its content is binary data of no known document format")

    private static func foreign(_ bytes: [UInt8]) -> String? {
        let known: [([UInt8], String)] = [
            ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"), (Array("GIF8".utf8), "a GIF picture"),
            (Array("II*\0".utf8), "a TIFF picture"), (Array("MM\0*".utf8), "a TIFF picture"), ([0x1F, 0x8B], "a gzip archive"),
            ([0x37, 0x7A, 0xBC, 0xAF], "a 7-Zip archive"), (Array("Rar!".utf8), "a RAR archive"), (Array("%!PS".utf8), "PostScript"),
            ([0x7F, 0x45, 0x4C, 0x46], "a program"), ([0xFF, 0x57, 0x50, 0x43], "a WordPerfect document"),
            ([0xDB, 0xA5], "a Word 2 document"), ([0x31, 0xBE], "a Word 1 or Write document"), (Array("AT&TFORM".utf8), "a DjVu document"),
        ]
        return known.first { bytes.starts(with: $0.0) }?.1
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) || byte == 0 }

    /// Text has next to no control bytes; UTF-16 has its zeros in one column only.
    private static func isBinary(_ bytes: [UInt8]) -> Bool {
        let sample = bytes.prefix(64 * 1024)
        if TextDecoder.looksLikeUTF16(sample) { return false }
        let odd = sample.count { $0 < 0x09 || (0x0E..<0x20).contains($0) && $0 != 0x1B }
        return odd * 50 > sample.count
    }
}
