/// A text as labels are read in it: its words, numbers and signs in order.
///
/// Words are in small letters without accents. Letters and digits never share a token: `5o` is a number and a word glued to it.
struct LabelTokens {
    struct Token {
        enum Kind { case word, number, sign }

        var kind: Kind
        /// The folded word, the digits, or the sign in its plain form: `-` for all dashes, `º` for all marks of ordinals, `“` and `”` for
        /// all quotation marks that tell beginning from end, `•` for bullets.
        var text: String
        /// Where it stands in the text, in bytes of UTF-8.
        var range: Range<Int>
        /// Whether nothing stands between it and the token before.
        var isGlued: Bool
        /// Whether it is the first of a line.
        var beginsLine: Bool
        /// Whether a word's first letter is a capital.
        var isCapital: Bool
        /// Whether all of a word's letters are capitals.
        var isUpper: Bool
    }

    let all: [Token]
    /// Whether an act of parliament may be named.
    let mentionsAct: Bool

    init(_ text: some StringProtocol) {
        var cutter = TokenCutter()
        for scalar in text.unicodeScalars { cutter.take(scalar) }
        all = cutter.finished()
        mentionsAct = all.contains { $0.text == "act" }
    }

    var count: Int { all.count }

    /// The token at a place, or nil beyond the ends.
    subscript(_ index: Int) -> Token? { all.indices.contains(index) ? all[index] : nil }

    /// The word at a place; nil where there is none.
    func word(_ index: Int) -> String? {
        guard let token = self[index], token.kind == .word else { return nil }
        return token.text
    }

    func isWord(_ index: Int, _ words: Set<String>) -> Bool { word(index).map(words.contains) ?? false }

    func isSign(_ index: Int, _ sign: String) -> Bool {
        guard let token = self[index] else { return false }
        return token.kind == .sign && token.text == sign
    }

    /// The sign at a place; nil where there is none.
    func sign(_ index: Int) -> String? {
        guard let token = self[index], token.kind == .sign else { return nil }
        return token.text
    }

    /// Where the line ends that the token at a place is in: the next line's first token.
    func lineEnd(from index: Int) -> Int {
        var end = index + 1
        while end < count, !all[end].beginsLine { end += 1 }
        return min(end, count)
    }

    /// The same for every place.
    func lineEnds() -> [Int] {
        var ends = [Int](repeating: count, count: count)
        for index in all.indices.dropLast().reversed() { ends[index] = all[index + 1].beginsLine ? index + 1 : ends[index + 1] }
        return ends
    }
}

/// Cuts tokens scalar by scalar.
private struct TokenCutter {
    private var tokens: [LabelTokens.Token] = []
    private var kind: LabelTokens.Token.Kind?
    private var bytes: [UInt8] = []
    private var start = 0
    /// Where the scalar at hand begins, and how many bytes it has.
    private var offset = 0
    private var width = 0
    private var capital = false
    private var small = false
    /// Whether a blank, and whether a line's end, came since the last token.
    private var blank = true
    private var line = true

    mutating func take(_ scalar: Unicode.Scalar) {
        width = UTF8.width(scalar)
        defer { offset += width }
        let value = scalar.value
        switch value {
        case 0x61...0x7A: letter(UInt8(value), isCapital: false)
        case 0x41...0x5A: letter(UInt8(value + 0x20), isCapital: true)
        case 0x30...0x39: append([UInt8(value)], as: .number)
        case 0x20, 0x09, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: gap()
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029:
            gap()
            line = true
        case 0..<0x20, 0x7F: gap()
        case 0..<0x80: sign(scalar)
        case 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF: break
        case 0xA7: sign("§")
        case 0xAA, 0xB0, 0xBA, 0x2070, 0x1D52: sign("º")
        case 0x2010...0x2015, 0x2212: sign("-")
        case 0xAB, 0x201C, 0x201E: sign("“")
        case 0xBB, 0x201D: sign("”")
        case 0x2018, 0x2019: sign("'")
        case 0x2022, 0x25AA, 0x25CF, 0x25E6, 0xB7: sign("•")
        default: other(scalar)
        }
    }

    mutating func finished() -> [LabelTokens.Token] {
        close()
        return tokens
    }

    private mutating func other(_ scalar: Unicode.Scalar) {
        switch LetterFolding.fold(scalar.value) {
        case .letters(let letters) where letters.allSatisfy { $0 &- 0x30 < 10 }: append(letters, as: .number)
        case .letters(let letters):
            note(isCapital: scalar.properties.isUppercase)
            append(letters, as: .word)
        case .joined: break
        case .separator: sign("¤")
        }
    }

    private mutating func letter(_ byte: UInt8, isCapital: Bool) {
        if kind != .word { close() }
        note(isCapital: isCapital)
        append([byte], as: .word)
    }

    private mutating func note(isCapital: Bool) {
        if kind != .word { close() }
        if bytes.isEmpty { capital = isCapital }
        if !isCapital { small = true }
    }

    private mutating func append(_ more: [UInt8], as kind: LabelTokens.Token.Kind) {
        if self.kind != kind { close() }
        if self.kind == nil { start = offset }
        self.kind = kind
        bytes.append(contentsOf: more)
    }

    private mutating func sign(_ scalar: Unicode.Scalar) {
        close()
        start = offset
        kind = .sign
        bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        end(at: offset + width)
    }

    private mutating func gap() {
        close()
        blank = true
    }

    private mutating func close() {
        if kind != nil { end(at: offset) }
    }

    private mutating func end(at end: Int) {
        guard let kind else { return }
        tokens.append(
            LabelTokens.Token(
                kind: kind, text: String(decoding: bytes, as: UTF8.self), range: start..<end, isGlued: !blank, beginsLine: line,
                isCapital: kind == .word && capital, isUpper: kind == .word && capital && !small))
        bytes.removeAll(keepingCapacity: true)
        self.kind = nil
        (capital, small, blank, line) = (false, false, false, false)
    }
}
