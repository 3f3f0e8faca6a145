import SearchIndex

/// Reads the body of a Word document: what its reader would see. Deleted and hidden text, field codes and the second copy of text
/// boxes are left out; insertions, results of fields and content controls stay.
final class WordBody: XMLReader {
    /// Gives the paragraphs of another part that stands in this place.
    var embedded: (String) -> [ExtractedText.Block] = { _ in [] }
    /// Paragraphs of each note, by its number, when notes are what is read.
    private(set) var collectedNotes: [String: [String]] = [:]

    private let styles: WordStyles
    private let notes: [String: [String]]
    private let noteElement: String?

    private struct Paragraph {
        var bytes: [UInt8] = []
        var heading: Int?
        var style: String?
        var notes: [String] = []
    }
    /// Text of the run in progress; dropped when its properties hide it.
    private struct Run {
        var bytes: [UInt8] = []
        var isHidden = false
    }
    private struct Table {
        var cells: [[ExtractedText.Block]] = []
    }

    private var blocks: [ExtractedText.Block] = []
    /// The innermost paragraph is the last; text boxes nest them.
    private var paragraphs: [Paragraph] = []
    private var run = Run()
    private var tables: [Table] = []
    /// How deep inside something that is not read.
    private var skipping = 0
    private var takesText = false
    /// What text boxes hold, until the paragraph that they hang on ends.
    private var boxes: [[ExtractedText.Block]] = []
    private var note: String?

    init(styles: WordStyles, notes: [String: [String]], noteElement: String? = nil) {
        self.styles = styles
        self.notes = notes
        self.noteElement = noteElement
    }

    static func isOn(_ element: XMLElement) -> Bool {
        guard let value = element["val"] else { return true }
        return !["0", "false", "off", "none"].contains(value.lowercased())
    }

    private static let unread: Set<String> = [
        "del", "moveFrom", "instrText", "delInstrText", "delText", "Fallback", "rt", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "pPrChange",
        "rPrChange", "fldData", "docPr", "binData", "styles", "fonts", "DocumentProperties",
    ]

    func begin(_ element: XMLElement) {
        let name = element.name
        if skipping > 0 {
            skipping += 1
            return
        }
        // A mark of deletion on the paragraph sign is an empty element of properties and hides nothing else.
        if Self.unread.contains(name) {
            skipping = 1
            return
        }
        switch name {
        case "p" where isBody(element.space): paragraphs.append(Paragraph())
        case "pStyle": setStyle(element["val"])
        case "outlineLvl": setHeading(element["val"])
        case "r" where isBody(element.space): endRun()
        case "rStyle": if let style = element["val"], styles.isHidden(style) { run.isHidden = true }
        case "vanish": run.isHidden = Self.isOn(element)
        case "t": takesText = true
        case "tab", "ptab": if !run.bytes.isEmpty || paragraphs.last?.bytes.isEmpty == false { run.bytes.append(0x20) }
        case "br", "cr": run.bytes.append(0x0A)
        case "noBreakHyphen": run.bytes.append(UInt8(ascii: "-"))
        case "footnoteReference", "endnoteReference": refer(element["id"], kind: name)
        case "txbxContent":
            endRun()
            boxes.append([])
        case "tbl": tables.append(Table())
        case "tc": if !tables.isEmpty { tables[tables.count - 1].cells.append([]) }
        case "altChunk": element["id"].map(embedded)?.forEach(emit)
        case noteElement: note = element["id"]
        default: break
        }
    }

    func end(_ name: String, space: String) {
        if skipping > 0 {
            skipping -= 1
            return
        }
        switch name {
        case "t": takesText = false
        case "r" where isBody(space): endRun()
        case "p" where isBody(space): endParagraph()
        case "txbxContent": endBox()
        case "tr": endRow()
        case "tbl": _ = tables.popLast()
        case noteElement: note = nil
        default: break
        }
    }

    func text(_ text: UnsafeBufferPointer<UInt8>) {
        if takesText, skipping == 0 { run.bytes.append(contentsOf: text) }
    }

    /// Drawings and charts have paragraphs and runs of the same names in namespaces of their own.
    private func isBody(_ space: String) -> Bool { !space.hasSuffix("/drawingml/2006/main") && !space.hasSuffix("/math") }

    private func setStyle(_ style: String?) {
        guard let style, !paragraphs.isEmpty else { return }
        paragraphs[paragraphs.count - 1].style = style
    }

    private func setHeading(_ value: String?) {
        guard let level = value.flatMap({ Int($0) }), !paragraphs.isEmpty else { return }
        paragraphs[paragraphs.count - 1].heading = level < 9 ? level + 1 : 10
    }

    private func refer(_ id: String?, kind: String) {
        guard let id, let texts = notes[String(kind.prefix(4)) + id], !paragraphs.isEmpty else { return }
        paragraphs[paragraphs.count - 1].notes += texts
    }

    private func endRun() {
        if !run.isHidden, !paragraphs.isEmpty { paragraphs[paragraphs.count - 1].bytes += run.bytes }
        run = Run()
    }

    private func endParagraph() {
        endRun()
        guard let paragraph = paragraphs.popLast() else { return }
        let text = Tidy.paragraph(String(decoding: paragraph.bytes, as: UTF8.self))
        let held = paragraphs.isEmpty ? boxes.popLast() : nil
        let level = paragraph.heading ?? paragraph.style.flatMap(styles.level)
        if !text.isEmpty { emit(ExtractedText.Block(text, heading: level.flatMap { $0 < 10 ? $0 : nil })) }
        for note in paragraph.notes { emit(ExtractedText.Block(note)) }
        held?.forEach(emit)
    }

    /// A text box's paragraphs come after the paragraph that it hangs on.
    private func endBox() {
        guard boxes.count > 1, let inner = boxes.popLast() else {
            if paragraphs.isEmpty, let held = boxes.popLast() { held.forEach(emit) }
            return
        }
        boxes[boxes.count - 1] += inner
    }

    private func emit(_ block: ExtractedText.Block) {
        if !boxes.isEmpty {
            boxes[boxes.count - 1].append(block)
        } else if let note, let noteElement {
            collectedNotes[String(noteElement.prefix(4)) + note, default: []].append(block.text)
        } else if let last = tables.indices.last, let cell = tables[last].cells.indices.last {
            tables[last].cells[cell].append(block)
        } else {
            blocks.append(block)
        }
    }

    /// A row is one line, its cells in order. A table that only lays out a page keeps its cells' paragraphs apart.
    private func endRow() {
        guard let last = tables.indices.last else { return }
        let cells = tables[last].cells.filter { !$0.isEmpty }
        tables[last].cells = []
        let isLayout = cells.contains { $0.count > 3 || $0.contains { $0.heading != nil || LegalMark($0.text) != nil } }
        let length = cells.joined().reduce(0) { $0 + $1.text.utf8.count }
        let rows: [ExtractedText.Block] =
            isLayout || length > 1500
            ? cells.flatMap(\.self)
            : cells.isEmpty ? [] : [ExtractedText.Block(cells.map { $0.map(\.text).joined(separator: " ") }.joined(separator: " | "))]
        // The row belongs to the cell of the table around it.
        let inner = tables.removeLast()
        rows.forEach(emit)
        tables.append(inner)
    }

    func finished() -> [ExtractedText.Block] {
        while !paragraphs.isEmpty { endParagraph() }
        while !boxes.isEmpty { endBox() }
        while !tables.isEmpty {
            endRow()
            tables.removeLast()
        }
        return blocks
    }
}
