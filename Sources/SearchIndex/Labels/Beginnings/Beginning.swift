/// What begins at a place of a text, told from a reference that happens to stand there: "Art. 37. A administração" begins an article,
/// "Art. 37 da Constituição" does not.
struct Beginning {
    enum Content {
        case act([ActName])
        /// A book, part, title, chapter or section; 1 is the highest.
        case heading(level: Int, isBare: Bool)
        /// Articles and their like, several in "Arts. 10 a 12. (VETADOS)". `labelEnd` is the token behind the label.
        case units([UnitLabel], labelEnd: Int)
        case part(UnitLabel.Part)
        /// `4.2`: a clause, or an article's paragraph, by where it stands.
        case numbers([Int])
        case bullet
    }

    var content: Content
    /// The token behind it.
    var next: Int

    /// - Parameters:
    ///   - lineEnd: Where its line ends; behind that nothing belongs to it.
    ///   - isShort: Whether the line is short enough for a heading.
    init?(_ tokens: LabelTokens, at index: Int, lineEnd: Int, isShort: Bool) {
        let reader = BeginningReader(tokens: tokens, end: lineEnd, isShort: isShort)
        guard let found = reader.read(at: index) else { return nil }
        self = found
    }

    fileprivate init(_ content: Content, next: Int) {
        self.content = content
        self.next = next
    }
}

private struct BeginningReader {
    let tokens: LabelTokens
    let end: Int
    let isShort: Bool

    func read(at index: Int) -> Beginning? {
        guard let token = tokens[index] else { return nil }
        if token.kind == .sign { return sign(token, at: index) }
        if let numbered = numbering(token, at: index) { return numbered }
        guard token.kind == .word, token.isCapital else { return nil }
        switch token.text {
        case "paragrafo": return UnitReader(tokens: tokens).parts(at: index).map { Beginning(.part($0.parts[0]), next: $0.range.upperBound) }
        case "livro", "libro", "parte", "anexo", "annex", "part": return heading(1, at: index)
        case "titulo": return heading(2, at: index)
        case "capitulo", "chapter": return heading(3, at: index)
        case "secao", "seccao", "seccion": return heading(4, at: index)
        case "section": return heading(4, at: index) ?? units(at: index)
        case "subsecao", "subseccao", "subseccion": return heading(5, at: index)
        case "enunciado", "sumula", "clausula", "clause", "disposicion": return units(at: index)
        case _ where token.roles.contains(.article): return units(at: index)
        default: return act(token, at: index)
        }
    }

    // MARK: Items

    private func sign(_ token: LabelTokens.Token, at index: Int) -> Beginning? {
        switch token.text {
        case "§":
            guard let parts = UnitReader(tokens: tokens).parts(at: index) else { return Beginning(.bullet, next: index + 1) }
            return Beginning(.part(parts.parts[0]), next: parts.range.upperBound)
        case "•", "-", "*": return tokens[index + 1]?.isGlued == false ? Beginning(.bullet, next: index + 1) : nil
        case "(":
            guard let inner = tokens[index + 1], inner.isGlued, tokens.isSign(index + 2, ")"), tokens[index + 3]?.isGlued == false else { return nil }
            if inner.kind == .number, let number = Int(inner.text), number < 1000 {
                return Beginning(.part(UnitLabel.Part(kind: .paragraph, number: String(number))), next: index + 3)
            }
            return inner.kind == .word && inner.text.utf8.count == 1 ? letter(inner, next: index + 3) : nil
        default: return nil
        }
    }

    /// `I -`, `IV –`, `a)`, `12)`, `12.`, `3.1 `.
    private func numbering(_ token: LabelTokens.Token, at index: Int) -> Beginning? {
        if token.kind == .word {
            if token.isUpper, let roman = tokens.roman(at: index), let sign = tokens.sign(index + 1), sign == "-" || sign == ")", index + 1 < end {
                return Beginning(.part(UnitLabel.Part(kind: .item, number: String(roman))), next: index + 2)
            }
            let isLetter = token.text.utf8.count == 1 && tokens.isSign(index + 1, ")") && tokens[index + 1]?.isGlued == true && index + 2 < end
            return isLetter ? letter(token, next: index + 2) : nil
        }
        guard token.kind == .number, token.text.utf8.count <= 3 else { return nil }
        var numbers: [Int] = []
        var next = index
        while numbers.count < 4, let part = tokens[next], part.kind == .number, part.text.utf8.count <= 3, let number = Int(part.text) {
            numbers.append(number)
            next += 1
            guard tokens.isSign(next, "."), tokens.isGlued(next), let more = tokens[next + 1], more.isGlued, more.kind == .number else {
                break
            }
            // "1.234 pessoas" is a number of thousands.
            guard more.text.utf8.count < 3 else { return nil }
            next += 1
        }
        if tokens.isSign(next, ")"), tokens.isGlued(next) { return Beginning(.numbers(numbers), next: next + 1) }
        let isPointed = tokens.isSign(next, ".") && tokens.isGlued(next)
        guard isPointed || numbers.count > 1, let text = tokens[isPointed ? next + 1 : next], !text.isGlued else { return nil }
        return Beginning(.numbers(numbers), next: isPointed ? next + 1 : next)
    }

    private func letter(_ token: LabelTokens.Token, next: Int) -> Beginning {
        Beginning(.part(UnitLabel.Part(kind: .letter, number: token.text)), next: next)
    }

    // MARK: Articles

    /// What follows tells an article's beginning from a reference to one that a line happens to begin with.
    private func units(at index: Int) -> Beginning? {
        guard let found = UnitReader(tokens: tokens).units(at: index), found.range.upperBound <= end else { return nil }
        var labelEnd = found.range.upperBound
        let court = tokens.has(labelEnd, .of) || tokens.isSign(labelEnd, "/") ? labelEnd + 1 : labelEnd
        let hasCourt = found.units.first.map { [.precedent, .bindingPrecedent].contains($0.kind) } == true && tokens.has(court, .court)
        if hasCourt { labelEnd = court + 1 }
        var next = labelEnd
        while next < end, let sign = tokens.sign(next), [".", "-", ":"].contains(sign) { next += 1 }
        let isPunctuated = next > labelEnd
        let result = Beginning(.units(found.units, labelEnd: labelEnd), next: next)
        guard next < end, let follower = tokens[next] else { return hasCourt ? nil : result }
        if follower.kind == .sign, [",", ";", ")"].contains(follower.text) { return nil }
        if !isPunctuated, hasCourt || follower.kind == .word && !follower.isCapital { return nil }
        return result
    }

    // MARK: Headings

    private static let names: Set<String> = ["geral", "general", "especial", "preliminar", "complementar", "primera", "segunda"]

    private func heading(_ level: Int, at index: Int) -> Beginning? {
        guard isShort, !tokens.isSign(end - 1, ";") else { return nil }
        guard index + 1 < end else { return level == 1 ? Beginning(.heading(level: level, isBare: true), next: index + 1) : nil }
        guard tokens[index + 1]?.isGlued == false else { return nil }
        var next: Int
        if let number = tokens.unitNumber(at: index + 1) {
            next = number.next
        } else if tokens.word(index + 1).map(Self.names.contains) == true || tokens[index + 1].map({ $0.isUpper && $0.text.utf8.count == 1 }) == true
        {
            next = index + 2
        } else {
            return nil
        }
        while next < end, let sign = tokens.sign(next), [".", "-", ":"].contains(sign) { next += 1 }
        guard next < end, let name = tokens[next] else { return Beginning(.heading(level: level, isBare: true), next: end) }
        guard name.kind != .word || name.isCapital, name.text != "," else { return nil }
        return Beginning(.heading(level: level, isBare: false), next: end)
    }

    /// "LEI Nº 9.504, DE 30 DE SETEMBRO DE 1997": a law's own name stands in capitals, references to it do not.
    private func act(_ token: LabelTokens.Token, at index: Int) -> Beginning? {
        guard token.isUpper, token.text.utf8.count > 2, let found = ActHeading(tokens, at: index, lineEnd: end) else { return nil }
        guard found.acts.first?.number != nil ? found.acts.first?.year != nil : found.next >= end - 1 && found.acts.count == 2 else { return nil }
        return Beginning(.act(found.acts), next: found.next)
    }
}
