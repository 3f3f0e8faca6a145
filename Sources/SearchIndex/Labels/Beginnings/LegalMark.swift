/// What the beginning of a paragraph makes of it in laws, contracts and case law of Brazil, Portugal, Spain, Latin America and
/// English-speaking countries.
package enum LegalMark: Equatable {
    /// The name of a law, in capitals: what follows is that law. The name is as written, up to its date.
    case act(name: String)
    /// A book, part, title, chapter or section; 1 is the highest. `isBare`: only its number, so its name follows on its own line.
    case heading(level: Int, isBare: Bool)
    /// An article, clause, precedent or additional provision: a unit that is quoted by its number. The label is as written: `Art. 5º-A`.
    case article(label: String)
    /// A paragraph of an article (`§ 1º`), an item (`I -`, `a)`, `2.`) or a bullet.
    case item

    /// The mark with which `line` begins, if it does.
    package init?(_ line: String) {
        self.init(line[...])
    }

    /// The same of a line that is part of a text.
    package init?(_ line: Substring) {
        // Most lines go on with a sentence: a small letter and no bracket behind it.
        let start = line.utf8.prefix(2)
        guard let first = start.first, !(0x61...0x7A).contains(first) || start.last == UInt8(ascii: ")") else { return nil }
        let scalars = line.unicodeScalars.prefix(Self.reach + 1)
        let isShort = scalars.count <= Self.reach
        let tokens = LabelTokens(Substring(scalars.prefix(Self.reach)))
        guard let beginning = Beginning(tokens, at: 0, lineEnd: tokens.count, isShort: isShort) else { return nil }
        switch beginning.content {
        case .act: self = .act(name: tokens.text(to: beginning.next, of: line))
        case .heading(let level, let isBare): self = .heading(level: level, isBare: isBare)
        case .units(_, let labelEnd): self = .article(label: tokens.text(to: labelEnd, of: line))
        case .part, .numbers, .bullet: self = .item
        }
    }

    /// Whether a line that ends so goes on in the next: "nos termos do" is no end, so "Art. 37" below it begins nothing.
    package static func goesOn(after line: Substring) -> Bool {
        let tail = line.unicodeScalars.suffix(12)
        guard let last = tail.last, last.properties.isAlphabetic || last == "," else { return false }
        if last == "," { return true }
        let tokens = LabelTokens(Substring(tail))
        // A word cut off by the look at the end alone is longer than any of these.
        return tokens.all.last.map { !$0.isUpper && $0.roles.contains(.opening) } ?? false
    }

    /// How much of a line is read; a longer one is no heading.
    private static let reach = 160
}

extension LabelTokens {
    /// The text up to the token before a place.
    fileprivate func text(to end: Int, of line: Substring) -> String {
        guard end > 0, let last = self[end - 1] else { return "" }
        return String(decoding: line.utf8.prefix(last.range.upperBound), as: UTF8.self)
    }
}
