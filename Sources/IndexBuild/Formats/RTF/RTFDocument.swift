/// The state of an RTF reader: groups, fonts and their character sets, the paragraph in the making.
struct RTFDocument {
    /// What a group's text is for.
    private enum Destination {
        case body, skipped, fonts, styles
    }

    private struct Group {
        var destination = Destination.body
        var font: Int?
        /// Bytes that stand for a `\u` character in older readers and follow it.
        var fallback = 1
        var isHidden = false
        var isDeleted = false
        /// The next word names an ignorable destination.
        var isStarred = false
    }

    private var groups: [Group] = []
    private var group = Group()
    private var page = CodePage.windows1252
    private var fonts: [Int: CodePage] = [:]
    private var defaultFont: Int?
    private var headings: [Int: Int] = [:]
    private var style: Int?
    private var styleName: [UInt8] = []

    /// Bytes or tokens still to be passed over behind a `\u`.
    private var passing = 0
    private var paragraphs = RTFParagraphs()

    mutating func take(_ token: RTFScanner.Token, scanner: inout RTFScanner) throws {
        switch token {
        case .open:
            passing = 0
            guard groups.count < ExtractionCaps.rtfDepth else {
                throw ExtractionFailure(.malformed, "its groups are nested deeper than \(ExtractionCaps.rtfDepth)")
            }
            groups.append(group)
            group.isStarred = false
        case .close:
            passing = 0
            paragraphs.endNote(depth: groups.count)
            guard let outer = groups.popLast() else { return }
            group = outer
            // Text behind the last brace belongs to no document.
            if groups.isEmpty { group.destination = .skipped }
        case .byte(let byte): take(byte)
        case .symbol(let symbol): take(symbol: symbol)
        case .word("bin", let count):
            scanner.skip(count ?? 0)
        case .word(let name, let number):
            if passing > 0, name != "u", name != "uc" {
                passing -= 1
                return
            }
            take(name, number)
        }
    }

    private var shows: Bool { group.destination == .body && !group.isHidden && !group.isDeleted }

    private mutating func take(_ byte: UInt8) {
        if passing > 0 {
            passing -= 1
            return
        }
        if group.destination == .styles { return takeStyleName(byte) }
        guard shows else { return }
        paragraphs.put(byte, in: group.font.flatMap { fonts[$0] } ?? page)
    }

    private mutating func take(symbol: UInt8) {
        if symbol == UInt8(ascii: "*") {
            group.isStarred = true
            return
        }
        if passing > 0 {
            passing -= 1
            return
        }
        switch symbol {
        case UInt8(ascii: "~"): put("\u{A0}")
        case UInt8(ascii: "_"): put("-")
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\\"): take(symbol)
        default: break
        }
    }

    private mutating func take(_ name: String, _ number: Int?) {
        if group.isStarred {
            group.isStarred = false
            if RTFWords.skippedDestinations.contains(name) || !RTFWords.readStarred.contains(name) {
                group.destination = .skipped
                return
            }
        }
        switch group.destination {
        case .fonts: takeFont(name, number)
        case .styles: takeStyle(name, number)
        case .skipped: if name == "ud" { group.destination = .body }
        case .body: takeBody(name, number)
        }
    }

    private mutating func takeFont(_ name: String, _ number: Int?) {
        switch name {
        case "f": group.font = number
        case "fcharset":
            if let font = group.font, let page = number.flatMap(RTFWords.page(ofCharset:)) { fonts[font] = page }
        case "cpg":
            if let font = group.font, let number { fonts[font] = CodePage.numbered(number) }
        default: break
        }
    }

    private mutating func takeStyle(_ name: String, _ number: Int?) {
        switch name {
        case "s": style = number
        case "outlinelevel": if let style, let number, number < 9 { headings[style] = number + 1 }
        default: break
        }
    }

    /// A style's name ends with a semicolon; headings are called so in every language's Word.
    private mutating func takeStyleName(_ byte: UInt8) {
        guard byte == UInt8(ascii: ";") else { return styleName.append(byte) }
        defer {
            styleName = []
            style = nil
        }
        let name = String(decoding: styleName, as: UTF8.self).lowercased()
        guard let style, headings[style] == nil, name.hasPrefix("heading "), let level = Int(name.dropFirst(8)), (1...9).contains(level) else {
            return
        }
        headings[style] = level
    }

    private mutating func takeBody(_ name: String, _ number: Int?) {
        if RTFWords.skippedDestinations.contains(name) {
            group.destination = .skipped
            return
        }
        if let scalar = RTFWords.characters[name] { return put(scalar) }
        switch name {
        case "fonttbl": group.destination = .fonts
        case "stylesheet": group.destination = .styles
        case "ansicpg": if let number { page = CodePage.numbered(number) }
        case "ansi": page = .windows1252
        case "mac": page = .macRoman
        case "pc": page = CodePage.numbered(437)
        case "pca": page = CodePage.numbered(850)
        case "deff": defaultFont = number
        case "f": group.font = number
        case "plain":
            group.font = defaultFont
            group.isHidden = false
        case "v": group.isHidden = number != 0
        case "deleted": group.isDeleted = number != 0
        case "uc": group.fallback = min(max(number ?? 1, 0), 16)
        case "u":
            passing = group.fallback
            if let number, shows { paragraphs.put(unit: UInt16(truncatingIfNeeded: number)) }
        case "par", "sect", "page", "softpage": if shows { paragraphs.endParagraph() }
        case "footnote": if shows { paragraphs.beginNote(depth: groups.count) }
        case "line", "lbr": put("\n")
        case "pard":
            paragraphs.heading = nil
            paragraphs.isInTable = false
        case "intbl": paragraphs.isInTable = true
        case "s": paragraphs.heading = number.flatMap { headings[$0] }
        case "outlinelevel": paragraphs.heading = number.flatMap { $0 < 9 ? $0 + 1 : nil }
        case "cell", "nestcell": if shows { paragraphs.endCell() }
        case "row", "nestrow": if shows { paragraphs.endRow() }
        default: break
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        if shows { paragraphs.put(scalar) }
    }

    /// What has been read, paragraph by paragraph.
    mutating func finished() -> [ExtractedText.Block] { paragraphs.finished() }
}
