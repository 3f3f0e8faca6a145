/// Web pages: their visible text, headings known as such, rows of tables on a line each.
enum HTMLText {
    static func read(_ bytes: [UInt8]) throws -> ExtractedText {
        let reader = HTMLReader()
        XMLStream.readHTML(decode(bytes), into: reader)
        return reader.finished()
    }

    /// Byte order mark, strict UTF-8, the set that the page declares, the best guess. A declared ISO 8859-1 or ASCII is read as
    /// Windows-1252, as all browsers do (WHATWG Encoding Standard, 4.2).
    static func decode(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return TextDecoder.decode(bytes) }
        if let text = TextDecoder.strictUTF8(bytes) { return text }
        let head = String(decoding: bytes.prefix(4096).map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
        guard let match = head.firstMatch(of: /(?i)(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_.:\-]+)/) else { return TextDecoder.decode(bytes) }
        switch match.1.lowercased() {
        case "iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252", "iso-8859-15":
            return CodePage.windows1252.decode(bytes)
        // The page says UTF-8 and is not, as far as every byte goes: if it is mostly, it stands; if not, a guess is better.
        case "utf-8", "utf8":
            let text = String(decoding: bytes, as: UTF8.self)
            let broken = text.unicodeScalars.count { $0 == "\u{FFFD}" }
            let right = text.unicodeScalars.count { $0.value >= 0x80 && $0 != "\u{FFFD}" }
            return right >= broken ? text : TextDecoder.decode(bytes)
        case let name:
            let page = CodePage(name: name.uppercased())
            return page.isKnown ? page.decode(bytes) : TextDecoder.decode(bytes)
        }
    }
}

/// Gathers paragraphs from the stream of elements.
private final class HTMLReader: XMLReader {
    private var blocks: [ExtractedText.Block] = []
    private var title: String?
    private var buffer: [UInt8] = []
    private var heading: Int?
    /// How deep inside elements that are not shown.
    private var hidden = 0
    private var inTitle = false
    private var inRow = false
    private var preformatted = 0

    private static let unseen: Set<String> = ["script", "style", "noscript", "template", "svg", "iframe", "object", "head"]
    private static let inline: Set<String> = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
        "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "input",
        "button", "select", "nobr",
    ]

    func begin(_ element: XMLElement) {
        let name = element.name
        if name == "title", title == nil {
            inTitle = true
            buffer.removeAll()
            return
        }
        if name == "body" { hidden = 0 }
        if hidden > 0 || Self.unseen.contains(name) {
            hidden += 1
            return
        }
        if name == "br" {
            buffer.append(preformatted > 0 || !inRow ? 0x0A : 0x20)
            return
        }
        if name == "td" || name == "th" {
            if !buffer.allSatisfy({ $0 <= 0x20 }) { buffer.append(contentsOf: " | ".utf8) }
            return
        }
        guard !Self.inline.contains(name) else { return }
        // Paragraphs inside a cell do not end its row.
        if inRow, !["tr", "table"].contains(name) {
            buffer.append(0x20)
            return
        }
        flush()
        if name == "tr" { inRow = true }
        if name == "pre" { preformatted += 1 }
        if name.count == 2, name.first == "h", let level = name.last?.wholeNumberValue, (1...6).contains(level) { heading = level }
    }

    func end(_ name: String, space: String) {
        if inTitle, name == "title" {
            let text = Tidy.paragraph(String(decoding: buffer, as: UTF8.self)).replacing("\n", with: " ")
            if !text.isEmpty { title = text }
            buffer.removeAll()
            inTitle = false
            return
        }
        if hidden > 0 {
            hidden -= 1
            return
        }
        if Self.inline.contains(name) || name == "br" || name == "td" || name == "th" { return }
        if inRow, !["tr", "table"].contains(name) { return }
        flush()
        if name == "tr" || name == "table" { inRow = false }
        if name == "pre" { preformatted = max(preformatted - 1, 0) }
    }

    func text(_ text: UnsafeBufferPointer<UInt8>) {
        guard hidden == 0 || inTitle else { return }
        if preformatted > 0 {
            buffer.append(contentsOf: text)
        } else {
            // Line ends of the source are blanks.
            for byte in text { buffer.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
        }
    }

    private func flush() {
        defer {
            buffer.removeAll(keepingCapacity: true)
            heading = nil
        }
        let text = Tidy.paragraph(String(decoding: buffer, as: UTF8.self))
        if !text.isEmpty { blocks.append(ExtractedText.Block(text, heading: heading)) }
    }

    func finished() -> ExtractedText {
        flush()
        return ExtractedText(blocks: blocks, title: title)
    }
}
