/// A Word document in the binary format of Word 6 to 2003 ([MS-DOC]): the piece table gives the text, the tables of properties tell what
/// is deleted, hidden, a heading or a row's end.
struct WordBinary {
    private let document: ByteReader
    private let pieces: [WordPiece]
    private let properties: WordProperties
    /// Ranges of characters that are read: the main text, footnotes, endnotes, text boxes; not headers and comments.
    private let parts: [Range<Int>]

    /// - Throws: `ExtractionFailure`: encrypted, of another program, or damaged.
    init(_ file: CompoundFile) throws {
        let names = file.names
        if names.contains("EncryptedPackage") || names.contains("EncryptionInfo") { throw ExtractionFailure(.encrypted, "it needs a password") }
        guard let main = file.stream("WordDocument") else {
            let kinds = [
                ("Workbook", "a spreadsheet"), ("Book", "a spreadsheet"), ("PowerPoint Document", "a presentation"), ("MatOST", "a Works document"),
                ("__properties_version1.0", "an Outlook message"), ("VisioDocument", "a drawing"),
            ]
            let kind = kinds.first { names.contains($0.0) }?.1 ?? "a compound file without a Word document"
            throw ExtractionFailure(.unsupported, "it is \(kind)")
        }
        let document = ByteReader(main)
        guard let magic = document.word(0), let version = document.word(2), let flags = document.word(10) else {
            throw ExtractionFailure(.malformed, "its Word document is cut off")
        }
        guard magic == 0xA5EC || magic == 0xA5DC else { throw ExtractionFailure(.malformed, "its Word document has no header") }
        guard flags & 0x0100 == 0 else { throw ExtractionFailure(.encrypted, "it needs a password") }
        // From Word 97 on, tables have a stream of their own.
        let isModern = version >= 0xC1
        let table = isModern ? ByteReader(file.stream(flags & 0x0200 == 0 ? "0Table" : "1Table") ?? []) : document
        let lengths = (0..<8).map { index in
            let length = document.long((isModern ? 0x4C : 0x34) + 4 * index) ?? 0
            return length < 1 << 30 ? length : 0
        }
        let clx = isModern ? 0x01A2 : 0x0160
        var pieces = WordPiece.table(table.slice(document.long(clx) ?? 0, document.long(clx + 4) ?? 0))
        if pieces.isEmpty, let first = document.long(0x18), let last = document.long(0x1C), first < last {
            // Without a table the text lies in one piece.
            let wide = isModern && flags & 0x1000 != 0
            pieces = [WordPiece(characters: 0..<((last - first) / (wide ? 2 : 1)), offset: first, isWide: wide)]
        }
        guard !pieces.isEmpty else { throw ExtractionFailure(.malformed, "its text cannot be found") }
        self.document = document
        self.pieces = pieces
        properties =
            isModern
            ? WordProperties(
                document: document, characters: table.slice(document.long(0xFA) ?? 0, document.long(0xFE) ?? 0),
                paragraphs: table.slice(document.long(0x102) ?? 0, document.long(0x106) ?? 0)) : WordProperties()
        // In this order: text, footnotes, headers, macros, comments, endnotes, text boxes, text boxes of headers.
        var parts: [Range<Int>] = []
        var start = 0
        for (index, length) in lengths.enumerated() {
            if [0, 1, 5, 6].contains(index), length > 0 { parts.append(start..<(start + length)) }
            start += length
        }
        let end = pieces.map(\.characters.upperBound).max() ?? 0
        self.parts = parts.isEmpty ? [0..<end] : parts
    }

    func text() throws -> ExtractedText {
        var assembler = WordParagraphs()
        for part in parts {
            for piece in pieces {
                let range = piece.characters.clamped(to: part)
                if !range.isEmpty { read(piece, range, into: &assembler) }
            }
            assembler.endPart()
        }
        return ExtractedText(blocks: assembler.blocks)
    }

    private func read(_ piece: WordPiece, _ range: Range<Int>, into assembler: inout WordParagraphs) {
        let width = piece.isWide ? 2 : 1
        for character in range {
            let offset = piece.offset + (character - piece.characters.lowerBound) * width
            guard let unit = piece.isWide ? document.word(offset) : document.byte(offset).map({ WordPiece.windows1252[$0] }) else { return }
            assembler.take(UInt16(unit), offset: offset, properties: properties)
        }
    }
}

/// A run of the text in the file.
struct WordPiece {
    var characters: Range<Int>
    var offset: Int
    /// Two bytes for each character (UTF-16) or one (Windows-1252).
    var isWide: Bool

    /// UTF-16 units of the 256 bytes.
    static let windows1252: [Int] = (0..<256).map { byte in
        // 0x80 to 0x9F mean letters and marks in Windows-1252; the control characters below are Word's own signs.
        byte < 0x80 ? byte : Int(CodePage.windows1252.decode([UInt8(byte)]).utf16.first ?? 0xFFFD)
    }

    /// The piece table of a `Clx` structure ([MS-DOC] 2.9.38): properties are passed over, then comes the table.
    static func table(_ clx: ArraySlice<UInt8>) -> [WordPiece] {
        let reader = ByteReader(Array(clx))
        var at = 0
        while reader.byte(at) == 1, let length = reader.word(at + 1) { at += 3 + length }
        guard reader.byte(at) == 2, let length = reader.long(at + 1), length >= 16 else { return [] }
        let count = (min(length, reader.bytes.count - at - 5) - 4) / 12
        guard count > 0 else { return [] }
        let positions = at + 5
        let descriptors = positions + 4 * (count + 1)
        return (0..<count).compactMap { index in
            guard let start = reader.long(positions + 4 * index), let end = reader.long(positions + 4 * index + 4), start < end,
                let place = reader.long(descriptors + 8 * index + 2)
            else { return nil }
            let isNarrow = place & 0x4000_0000 != 0
            let offset = place & 0x3FFF_FFFF
            return WordPiece(characters: start..<end, offset: isNarrow ? offset / 2 : offset, isWide: !isNarrow)
        }
    }
}
