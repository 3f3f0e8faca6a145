/// Makes paragraphs of the characters of a Word file and of the signs among them.
struct WordParagraphs {
    private(set) var blocks: [ExtractedText.Block] = []
    private var units: [UInt16] = []
    private var row: [String] = []
    /// For each field that is open, whether its code is over and its result has begun.
    private var fields: [Bool] = []
    private var lastWasCell = false

    /// - Parameter offset: Where the character stands in the file, by which its properties are found.
    mutating func take(_ unit: UInt16, offset: Int, properties: WordProperties) {
        defer { lastWasCell = unit == 7 }
        switch unit {
        case 0x13: fields.append(false)
        case 0x14: if !fields.isEmpty { fields[fields.count - 1] = true }
        case 0x15: _ = fields.popLast()
        case 0x0D, 0x0C: endParagraph(properties.heading(at: offset))
        case 0x07:
            // A row's end is a cell's mark with a property of its own, or where properties are lost, a second mark at once.
            if properties.endsRow(at: offset) || lastWasCell { endRow() } else { endCell() }
        default:
            guard fields.allSatisfy(\.self), !properties.isGone(at: offset) else { return }
            switch unit {
            case 0x0B, 0x0E: units.append(0x0A)
            case 0x1E: units.append(0x2D)
            case 0x09, 0x20...: units.append(unit)
            default: break
            }
        }
    }

    private mutating func takeText() -> String {
        defer { units.removeAll(keepingCapacity: true) }
        return Tidy.paragraph(String(decoding: units, as: UTF16.self))
    }

    private mutating func endParagraph(_ heading: Int?) {
        let text = takeText()
        guard !text.isEmpty else { return }
        // A cell of several paragraphs: what its row has so far comes first.
        flushRow()
        blocks.append(ExtractedText.Block(text, heading: heading))
    }

    private mutating func endCell() {
        let text = takeText()
        if !text.isEmpty { row.append(text) }
    }

    private mutating func endRow() {
        endCell()
        flushRow()
    }

    private mutating func flushRow() {
        if !row.isEmpty { blocks.append(ExtractedText.Block(row.joined(separator: " | "))) }
        row = []
    }

    /// Ends what is open: a part of the document is over.
    mutating func endPart() {
        fields = []
        endRow()
        endParagraph(nil)
    }
}
