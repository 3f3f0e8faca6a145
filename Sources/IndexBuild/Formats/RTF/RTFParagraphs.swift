/// The text of an RTF document in the making: bytes in their character sets, UTF-16 units, and what they are put together to.
struct RTFParagraphs {
    /// The level of the heading in the making; nil in plain paragraphs.
    var heading: Int?
    var isInTable = false

    private var blocks: [ExtractedText.Block] = []
    private var text = String.UnicodeScalarView()
    /// Text bytes that wait for the last of their character set.
    private var bytes: [UInt8] = []
    private var page = CodePage.windows1252
    /// The first half of a character beyond U+FFFF.
    private var highSurrogate: UInt16?
    /// Footnotes of the paragraph in the making, and the one that is open with the paragraph's text so far.
    private var notes: [String] = []
    private var note: (depth: Int, text: String.UnicodeScalarView)?
    private var row: [String] = []

    mutating func put(_ byte: UInt8, in page: CodePage) {
        endSurrogate()
        if page != self.page {
            flush()
            self.page = page
        }
        bytes.append(byte)
    }

    mutating func put(_ scalar: Unicode.Scalar) {
        flush()
        endSurrogate()
        text.append(scalar)
    }

    /// A UTF-16 unit. Halves of a pair are joined, and a half alone becomes U+FFFD.
    mutating func put(unit: UInt16) {
        flush()
        if UTF16.isTrailSurrogate(unit), let high = highSurrogate {
            highSurrogate = nil
            text.append(contentsOf: String(decoding: [high, unit], as: UTF16.self).unicodeScalars)
            return
        }
        endSurrogate()
        if UTF16.isLeadSurrogate(unit) {
            highSurrogate = unit
        } else if !(0xF000...0xF0FF).contains(unit) {
            // The private range stands for symbol fonts' own numbers: without the font they mean nothing.
            text.append(Unicode.Scalar(unit) ?? "\u{FFFD}")
        }
    }

    /// A footnote's text waits until the paragraph that refers to it ends.
    /// - Parameter depth: How many groups are open, by which its end is known.
    mutating func beginNote(depth: Int) {
        guard note == nil else { return }
        flush()
        note = (depth, text)
        text = String.UnicodeScalarView()
    }

    /// Ends the note that began at that depth, if one did.
    mutating func endNote(depth: Int) {
        guard let open = note, open.depth == depth else { return }
        let words = takeText()
        if !words.isEmpty { notes.append(words) }
        text = open.text
        note = nil
    }

    mutating func endParagraph() {
        // Inside a cell or a note a paragraph's end is a line's.
        guard !isInTable, row.isEmpty, note == nil else { return put("\n") }
        let paragraph = takeText()
        if !paragraph.isEmpty { blocks.append(ExtractedText.Block(paragraph, heading: heading)) }
        blocks.append(contentsOf: notes.map { ExtractedText.Block($0) })
        notes = []
    }

    mutating func endCell() {
        let cell = takeText()
        if !cell.isEmpty { row.append(cell) }
    }

    /// A row is one line; cells that hold paragraphs of their own, as in tables that lay out a page, stay apart.
    mutating func endRow() {
        endCell()
        defer { row = [] }
        guard !row.isEmpty else { return }
        let isLayout = row.contains { $0.utf8.count { $0 == 0x0A } > 2 } || row.reduce(0) { $0 + $1.utf8.count } > 1500
        let lines =
            isLayout
            ? row.flatMap { $0.split(separator: "\n").map(String.init) } : [row.joined(separator: " | ").replacing("\n", with: " ")]
        blocks.append(contentsOf: lines.map { ExtractedText.Block($0) })
    }

    /// Ends what is open and gives all paragraphs.
    mutating func finished() -> [ExtractedText.Block] {
        if let note { endNote(depth: note.depth) }
        if isInTable || !row.isEmpty { endRow() }
        isInTable = false
        endParagraph()
        return blocks
    }

    private mutating func takeText() -> String {
        flush()
        endSurrogate()
        defer { text = String.UnicodeScalarView() }
        return Tidy.paragraph(String(text))
    }

    private mutating func flush() {
        guard !bytes.isEmpty else { return }
        text.append(contentsOf: page.decode(bytes).unicodeScalars)
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func endSurrogate() {
        guard highSurrogate != nil else { return }
        highSurrogate = nil
        text.append("\u{FFFD}")
    }
}
