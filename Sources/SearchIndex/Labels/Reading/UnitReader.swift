/// Reads the places within an act: `art. 73`, `arts. 1º a 3º`, `§ 10`, `inciso XIV`, `alínea a`, `cláusula 7.3`, `section 12(3)`, `Súmula 331`.
struct UnitReader {
    /// Units that were read: one, or those of a list.
    struct Units {
        var units: [UnitLabel]
        /// The court, where it is named before the number.
        var court: String?
        var range: Range<Int>
    }

    /// Parts that were read: one, or those of a list.
    struct Parts {
        var parts: [UnitLabel.Part]
        var range: Range<Int>
        /// Whether a word or sign says what they are; `XIV` and `(3)` are parts only behind a unit.
        var isNamed: Bool
        /// Whether they may be a heading's number instead: `item 3`.
        var mayBeHeading = false
    }

    let tokens: LabelTokens

    /// The units that begin at a place.
    func units(at index: Int) -> Units? {
        guard tokens.has(index, [.article, .clause, .precedent, .heading, .unit]), let word = tokens.word(index) else { return nil }
        let plural = tokens.has(index, .plural)
        if tokens.has(index, .article) { return list(.article, from: index, plural: plural) }
        if tokens.has(index, .clause) { return list(.clause, from: index, plural: plural) }
        if tokens.has(index, .precedent) { return precedent(from: index, plural: plural) }
        if tokens.has(index, .heading) {
            // "item 3.2", "apartado 4.1": with a point it is a heading of its own.
            guard tokens.isNumber(index + 1), let found = list(.clause, from: index, plural: plural) else { return nil }
            return word == "secao" || word == "seccion" || found.units.first?.parts.isEmpty == false ? found : nil
        }
        switch word {
        case "cl", "s": return tokens.isSign(index + 1, ".") && tokens.isNumber(index + 2) ? list(.clause, from: index, plural: false) : nil
        case "sv": return list(.bindingPrecedent, from: index, plural: false)
        case "disposicion": return disposition(from: index)
        default: return nil
        }
    }

    private func disposition(from index: Int) -> Units? {
        let kinds: [String: UnitLabel.Kind] = [
            "adicional": .additional, "transitoria": .transitional, "final": .final, "derogatoria": .repealing,
        ]
        guard let kind = tokens.word(index + 1).flatMap({ kinds[$0] }), let number = tokens.unitNumber(at: index + 2) else { return nil }
        return Units(units: [UnitLabel(kind, number.number)], range: index..<number.next)
    }

    /// "Súmula Vinculante nº 13", "Súmula TST 331", "súmulas 331 e 363".
    private func precedent(from index: Int, plural: Bool) -> Units? {
        var next = index + 1
        var kind = UnitLabel.Kind.precedent
        var court: String?
        if tokens.has(next, .binding) {
            kind = .bindingPrecedent
            next += 1
        }
        for _ in 0..<6 {
            if tokens.has(next, .court) {
                court = tokens.word(next)
            } else if !(tokens.has(next, .of) || tokens.has(next, .number) || tokens.isSign(next, "º")
                || tokens.isSign(next, ".") || tokens.isSign(next, "-"))
            {
                break
            }
            next += 1
        }
        guard tokens.isNumber(next), let found = numbers(kind, at: next, plural: plural) else { return nil }
        return Units(units: found.units, court: court, range: index..<found.next)
    }

    private func list(_ kind: UnitLabel.Kind, from index: Int, plural: Bool) -> Units? {
        var next = index + 1
        if tokens.isSign(next, ".") { next += 1 }
        if tokens.has(next, .number), tokens.word(next) != "no", !tokens.isGlued(next) || tokens.isSign(next - 1, ".") {
            next += 1
            while tokens.isSign(next, "º") || tokens.isSign(next, ".") { next += 1 }
        }
        guard let found = numbers(kind, at: next, plural: plural) else { return nil }
        return Units(units: found.units, range: index..<found.next)
    }

    private func numbers(_ kind: UnitLabel.Kind, at index: Int, plural: Bool) -> (units: [UnitLabel], next: Int)? {
        let found = NumberList(tokens: tokens, plural: plural).read(at: index) { unit(kind, at: $0) }
        guard let found else { return nil }
        return (found.values, found.next)
    }

    /// A unit's number with the parts that points join to it: `14.2`, `4.2.1`.
    private func unit(_ kind: UnitLabel.Kind, at index: Int) -> (value: UnitLabel, next: Int)? {
        // A word of one letter is a number only where it is one in capitals.
        if let token = tokens[index], token.kind == .word, token.text.utf8.count == 1, !token.isUpper { return nil }
        guard let number = tokens.unitNumber(at: index, hasThousands: kind != .clause) else { return nil }
        var next = number.next
        var parts: [UnitLabel.Part] = []
        for part in [UnitLabel.Part.Kind.paragraph, .item] where tokens.isSign(next, ".") && tokens.isGlued(next) {
            guard let level = tokens[next + 1], level.kind == .number, level.isGlued, let value = Int(level.text), value < 1000 else { break }
            parts.append(UnitLabel.Part(kind: part, number: String(value)))
            next += 2
        }
        // "artículo 14.2.b)"
        if !parts.isEmpty, tokens.isSign(next, "."), let letter = tokens[next + 1], letter.kind == .word, letter.isGlued, letter.text.utf8.count == 1
        {
            parts.append(UnitLabel.Part(kind: .letter, number: letter.text))
            next += tokens.isSign(next + 2, ")") ? 3 : 2
        }
        return (UnitLabel(kind, number.number, parts), next)
    }
}
