extension LabelTokens {
    /// A number that may be cut into thousands: `9.504` is `9504`, leading zeros go.
    func whole(at index: Int) -> (digits: String, next: Int)? {
        guard let first = self[index], first.kind == .number, first.text.utf8.count <= Self.mostDigits else { return nil }
        var digits = first.text
        var next = index + 1
        while first.text.utf8.count <= 3, let group = thousands(at: next), digits.utf8.count < Self.mostDigits {
            digits += group
            next += 2
        }
        let significant = digits.drop { $0 == "0" }
        return (significant.isEmpty ? "0" : String(significant), next)
    }

    /// The three digits after a point at that place, where they belong to the number before it.
    private func thousands(at index: Int) -> String? {
        guard isSign(index, "."), isGlued(index), let group = self[index + 1], group.kind == .number, group.isGlued,
            group.text.utf8.count == 3
        else { return nil }
        return group.text
    }

    /// A year of four digits, or of two that stand for one from 1936 to 2035.
    func year(at index: Int) -> Int? {
        guard let token = self[index], token.kind == .number, let number = Int(token.text) else { return nil }
        switch token.text.utf8.count {
        case 4: return (1500...2199).contains(number) ? number : nil
        case 2: return number <= 35 ? 2000 + number : 1900 + number
        default: return nil
        }
    }

    /// A Roman numeral as it is written correctly, up to 899: `XIV`, in capitals or small letters.
    func roman(at index: Int) -> Int? {
        guard let word = word(index), word.utf8.count <= 9, word.utf8.allSatisfy(RomanNumeral.isSign) else { return nil }
        return RomanNumeral.value(of: word)
    }

    /// An ordinal in words, or two that make one: `quinto`, `vigésima primeira`, `único`.
    func ordinal(at index: Int) -> (number: String, next: Int)? {
        guard has(index, .ordinal), let word = word(index) else { return nil }
        if has(index, .sole) { return ("unico", index + 1) }
        guard let value = Ordinals.value(of: word) else { return nil }
        if value >= 10, value % 10 == 0, let unit = self.word(index + 1).flatMap(Ordinals.value), unit < 10 {
            return (String(value + unit), index + 2)
        }
        return (String(value), index + 1)
    }

    /// The number of an article or of its like: `73`, `5º`, `1.023`, `10-A`, `12 bis`, `IV`, `quinto`, `único`.
    /// - Parameter hasThousands: Whether a point and three digits belong to the number; a clause `7.100` is the hundredth of the seventh.
    func unitNumber(at index: Int, hasThousands: Bool = true) -> (number: String, next: Int)? {
        if let whole = hasThousands ? whole(at: index) : plain(at: index) {
            let next = skipOrdinalMark(whole.next)
            let suffix = letterSuffix(at: next)
            return (whole.digits + suffix.letters, suffix.next)
        }
        if let ordinal = ordinal(at: index) { return ordinal }
        guard let roman = roman(at: index) else { return nil }
        let suffix = letterSuffix(at: index + 1)
        return (String(roman) + suffix.letters, suffix.next)
    }

    private func plain(at index: Int) -> (digits: String, next: Int)? {
        guard let token = self[index], token.kind == .number, let number = Int(token.text), number < 100_000 else { return nil }
        return (String(number), index + 1)
    }

    /// Past `º`, `.º`, `o`, `a` after a number.
    private func skipOrdinalMark(_ index: Int) -> Int {
        let point = isSign(index, ".") && isGlued(index) && isGlued(index + 1) ? 1 : 0
        guard let mark = self[index + point] else { return index }
        if mark.text == "º" { return index + point + 1 }
        // "Art. 5 o As eleições": the mark that was a small letter above the line.
        let isRaised = point == 0 && self[index + 1]?.isCapital == true && !isGlued(index + 1)
        guard mark.isGlued || isRaised, mark.kind == .word, ["o", "a"].contains(mark.text), !mark.isCapital else { return index }
        return index + point + 1
    }

    /// `-A` after a number, `bis`, or a letter right behind it.
    private func letterSuffix(at index: Int) -> (letters: String, next: Int) {
        if isSign(index, "-"), isGlued(index), let letter = self[index + 1], letter.kind == .word, letter.isGlued,
            letter.text.utf8.count <= 2, letter.isUpper || letter.text.utf8.count == 1 && !isGlued(index + 2)
        {
            return (letter.text, index + 2)
        }
        if has(index, .addition), let word = word(index) { return (word, index + 1) }
        if let letter = self[index], letter.kind == .word, letter.isGlued, letter.text.utf8.count == 1, !["o", "a"].contains(letter.text) {
            return (letter.text, index + 1)
        }
        return ("", index)
    }

    private static let mostDigits = 9
}
