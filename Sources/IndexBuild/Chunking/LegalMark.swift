/// What the beginning of a paragraph makes of it in laws, contracts and case law of Brazil, Portugal, Spain and Latin America.
enum LegalMark: Equatable {
    /// A book, part, title, chapter or section; 1 is the highest. `isBare`: only its number, so its name follows on its own line.
    case heading(level: Int, isBare: Bool)
    /// An article, clause, precedent or additional provision: a unit that is quoted by its number. The label is as written: `Art. 5º-A`.
    case article(label: String)
    /// A paragraph of an article (`§ 1º`), an item (`I -`, `a)`, `2.`) or a bullet.
    case item

    /// The mark with which `line` begins, if it does.
    init?(_ line: some StringProtocol) {
        var scanner = LegalScanner(line)
        guard let mark = scanner.mark() else { return nil }
        self = mark
    }
}

/// Reads the first words of a line, folded to capitals without accents.
private struct LegalScanner {
    private let original: [Unicode.Scalar]
    private let folded: [UInt8]
    private var index = 0
    private let isShort: Bool

    private static let reach = 160

    init(_ line: some StringProtocol) {
        original = Array(line.unicodeScalars.prefix(Self.reach + 1))
        folded = original.map(Fold.capital)
        isShort = original.count <= Self.reach
    }

    mutating func mark() -> LegalMark? {
        guard let first = original.first else { return nil }
        if first == "§" { return .item }
        if ["•", "▪", "●", "◦", "·", "–", "—", "-", "*"].contains(first) { return peek(1) == 0x20 ? .item : nil }
        if let mark = numbering() { return mark }
        guard first.properties.isUppercase else { return nil }
        let word = word()
        switch word {
        case "ART", "ARTS", "ARTIGO", "ARTICULO", "ARTICLE":
            if peek() == UInt8(ascii: ".") { index += 1 }
            return unit()
        case "CLAUSULA", "ENUNCIADO", "SUMULA":
            return unit(skipping: ["VINCULANTE", "N", "NO", "NUMERO", "STF", "STJ", "TST"])
        case "DISPOSICION": return unit(skipping: ["ADICIONAL", "TRANSITORIA", "FINAL", "DEROGATORIA"], needed: true)
        case "PARAGRAFO": return .item
        case "LIVRO", "LIBRO", "PARTE", "ANEXO", "ANNEX": return heading(1)
        case "TITULO": return heading(2)
        case "CAPITULO", "CHAPTER": return heading(3)
        case "SECAO", "SECCAO", "SECCION": return heading(4)
        case "SUBSECAO", "SUBSECCAO", "SUBSECCION": return heading(5)
        default: return nil
        }
    }

    /// `I -`, `IV –`, `a)`, `12.`, `3.1 `.
    private mutating func numbering() -> LegalMark? {
        defer { index = 0 }
        var end = 0
        while end < folded.count, end < 8, isRoman(folded[end]) { end += 1 }
        if end > 0, end < folded.count, original[0].properties.isUppercase {
            let rest = folded[end...].drop { $0 == 0x20 }
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: ")") { return .item }
        }
        if folded.count > 2, (0x41...0x5A).contains(folded[0]), folded[1] == UInt8(ascii: ")") { return .item }
        end = 0
        while end < folded.count, end < 9, isDigit(folded[end]) || folded[end] == UInt8(ascii: ".") { end += 1 }
        guard end > 0, end < folded.count, isDigit(folded[0]), end <= 7 else { return nil }
        let dotted = folded[..<end].contains(UInt8(ascii: "."))
        if folded[end] == UInt8(ascii: ")") { return .item }
        return dotted && folded[end] == 0x20 ? .item : nil
    }

    /// An article's number and label. What follows tells an article's beginning from a reference to one that a line happens to begin
    /// with: "Art. 37 da Constituição", "Art. 5º, caput".
    private mutating func unit(skipping fillers: Set<String> = [], needed: Bool = false) -> LegalMark? {
        skipSpaces()
        var filled = false
        while true {
            let before = index
            guard fillers.contains(word()) else {
                index = before
                break
            }
            filled = true
            while let next = peek(), next == UInt8(ascii: ".") || next == UInt8(ascii: "O") && original[index] != "O" { index += 1 }
            skipSpaces()
        }
        guard filled || !needed, number() else { return nil }
        let label = String(String.UnicodeScalarView(original[..<index]))
        var punctuated = false
        while let next = peek(), next == 0x20 || next == UInt8(ascii: ".") || next == UInt8(ascii: "-") || next == UInt8(ascii: ":") {
            if next != 0x20 { punctuated = true }
            index += 1
        }
        guard index < original.count else { return .article(label: label) }
        let next = original[index]
        if next == "," || next == ";" || next == ")" { return nil }
        if next.properties.isLowercase && !punctuated { return nil }
        return .article(label: label)
    }

    private mutating func heading(_ level: Int) -> LegalMark? {
        guard isShort, peek() == 0x20 || (level == 1 && peek() == nil) else { return nil }
        skipSpaces()
        if index == folded.count { return .heading(level: level, isBare: true) }
        guard number() else { return nil }
        while let next = peek(), next == 0x20 || next == UInt8(ascii: ".") || next == UInt8(ascii: "-") || next == UInt8(ascii: ":") { index += 1 }
        guard index < original.count else { return .heading(level: level, isBare: true) }
        guard !original[index].properties.isLowercase, original[index] != ",", original.last != ";" else { return nil }
        return .heading(level: level, isBare: false)
    }

    private static let ordinals: Set<String> = [
        "UNICO", "UNICA", "PRIMEIRO", "PRIMEIRA", "PRIMERO", "PRIMERA", "SEGUNDO", "SEGUNDA", "TERCEIRO", "TERCEIRA", "TERCERO",
        "TERCERA", "QUARTO", "QUARTA", "CUARTO", "CUARTA", "QUINTO", "QUINTA", "SEXTO", "SEXTA", "SETIMO", "SETIMA", "SEPTIMO",
        "SEPTIMA", "OITAVO", "OITAVA", "OCTAVO", "OCTAVA", "NONO", "NONA", "NOVENO", "NOVENA", "DECIMO", "DECIMA", "UNDECIMO",
        "UNDECIMA", "DUODECIMO", "DUODECIMA", "VIGESIMO", "VIGESIMA", "TRIGESIMO", "TRIGESIMA", "PRELIMINAR", "GENERAL", "GERAL",
        "ESPECIAL",
    ]

    /// Digits with their ordinal sign and letter (`5º-A`, `1.023`), Roman numerals, or an ordinal in words. Moves past it.
    private mutating func number() -> Bool {
        let start = index
        while let next = peek(), isDigit(next) || (next == UInt8(ascii: ".") && index > start && peek(1).map(isDigit) == true) { index += 1 }
        if index > start {
            // "5.º", "5º", "5o", "5°"
            let sign = peek() == UInt8(ascii: ".") && (peek(1) == UInt8(ascii: "O") || peek(1) == UInt8(ascii: "A")) ? 1 : 0
            if let next = peek(sign), next == UInt8(ascii: "O") || next == UInt8(ascii: "A"), !isLetter(peek(sign + 1)) { index += sign + 1 }
            if peek() == UInt8(ascii: "-"), let letter = peek(1), (0x41...0x5A).contains(letter), !isLetter(peek(2)),
                original[index + 1].properties.isUppercase
            {
                index += 2
            }
            return !isLetter(peek())
        }
        let word = word()
        if !word.isEmpty, word.utf8.allSatisfy(isRoman) || word.count == 1 || Self.ordinals.contains(word) {
            if word.utf8.allSatisfy(isRoman), peek() == UInt8(ascii: "-"), isLetter(peek(1)), !isLetter(peek(2)) { index += 2 }
            let before = index
            skipSpaces()
            // "VIGÉSIMA PRIMEIRA"
            if !Self.ordinals.contains(self.word()) || !Self.ordinals.contains(word) { index = before }
            return true
        }
        index = start
        return false
    }

    private mutating func word() -> String {
        let start = index
        while let next = peek(), (0x41...0x5A).contains(next) { index += 1 }
        return String(decoding: folded[start..<index], as: UTF8.self)
    }

    private mutating func skipSpaces() { while peek() == 0x20 { index += 1 } }
    private func peek(_ ahead: Int = 0) -> UInt8? { index + ahead < folded.count ? folded[index + ahead] : nil }
    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private func isLetter(_ byte: UInt8?) -> Bool { byte.map { (0x41...0x5A).contains($0) } ?? false }
    private func isRoman(_ byte: UInt8) -> Bool { "IVXLCDM".utf8.contains(byte) }
}
