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

    // MARK: Parts

    /// The parts that begin at a place.
    func parts(at index: Int) -> Parts? {
        if tokens.isSign(index, "§") {
            let plural = tokens.isSign(index + 1, "§")
            return parts(.paragraph, from: plural ? index + 2 : index + 1, start: index, plural: plural)
        }
        if tokens.has(index, [.paragraph, .item, .letter, .unit]), let found = named(at: index) { return found }
        return bare(at: index)
    }

    private func named(at index: Int) -> Parts? {
        let isShortened = tokens.isSign(index + 1, ".")
        let next = isShortened ? index + 2 : index + 1
        let plural = tokens.has(index, .plural)
        if tokens.has(index, .paragraph) { return parts(.paragraph, from: next, start: index, plural: plural) }
        if tokens.has(index, .item) { return parts(.item, from: next, start: index, plural: plural) }
        if tokens.has(index, .letter) { return letters(from: next, start: index, plural: plural) }
        switch tokens.word(index) {
        case "caput": return Parts(parts: [UnitLabel.Part(kind: .caput, number: "")], range: index..<index + 1, isNamed: true)
        case "p" where tokens.has(next, .sole) && isShortened: return parts(.paragraph, from: next, start: index, plural: false)
        case "al" where isShortened, "lit" where isShortened: return letters(from: next, start: index, plural: plural)
        default: return nil
        }
    }

    private func parts(_ kind: UnitLabel.Part.Kind, from index: Int, start: Int, plural: Bool) -> Parts? {
        let list = NumberList(tokens: tokens, plural: plural).read(at: index) { place -> (value: UnitLabel.Part, next: Int)? in
            let inner = tokens.isSign(place, "(") ? place + 1 : place
            if let token = tokens[inner], token.kind == .word, token.text.utf8.count == 1, !token.isUpper, kind != .item { return nil }
            guard let number = tokens.unitNumber(at: inner) else { return nil }
            return (UnitLabel.Part(kind: kind, number: number.number), tokens.isSign(number.next, ")") ? number.next + 1 : number.next)
        }
        let mayBeHeading = tokens.has(start, .heading)
        return list.map { Parts(parts: $0.values, range: start..<$0.next, isNamed: true, mayBeHeading: mayBeHeading) }
    }

    private func letters(from index: Int, start: Int, plural: Bool) -> Parts? {
        let list = NumberList(tokens: tokens, plural: plural).read(at: index) { letter(at: $0) }
        return list.map { Parts(parts: $0.values, range: start..<$0.next, isNamed: true) }
    }

    /// `a`, `"a"`, `a)`, `(a)`.
    private func letter(at index: Int) -> (value: UnitLabel.Part, next: Int)? {
        let quote: Set<String> = ["\"", "“", "”", "'", "(", "`"]
        let inner = tokens.sign(index).map(quote.contains) == true ? index + 1 : index
        guard let token = tokens[inner], token.kind == .word, token.text.utf8.count == 1 else { return nil }
        var next = inner + 1
        if let closing = tokens.sign(next), quote.contains(closing) || closing == ")", closing != "(" { next += 1 }
        return (UnitLabel.Part(kind: .letter, number: token.text), next)
    }

    /// Parts that nothing names, behind a unit: `XIV`, `(3)`, `(a)`, `"b"`.
    private func bare(at index: Int) -> Parts? {
        guard let token = tokens[index] else { return nil }
        func one(_ kind: UnitLabel.Part.Kind, _ number: String, _ next: Int) -> Parts {
            Parts(parts: [UnitLabel.Part(kind: kind, number: number)], range: index..<next, isNamed: false)
        }
        // Above a hundred the letters are something else: `CC`, `c/c`.
        if token.kind == .word, let roman = tokens.roman(at: index), roman < 100,
            token.isUpper && token.text.utf8.count > 1 || endsReference(index + 1)
        {
            return one(.item, String(roman), index + 1)
        }
        if token.text == "(", let inner = tokens[index + 1], tokens.isSign(index + 2, ")") {
            if inner.kind == .number, let number = Int(inner.text), number < 1000 { return one(.paragraph, String(number), index + 3) }
            if inner.kind == .word, inner.text.utf8.count == 1 { return one(.letter, inner.text, index + 3) }
        }
        if token.kind == .sign, ["\"", "“", "'"].contains(token.text), let found = letter(at: index), found.next == index + 3 {
            return one(.letter, found.value.number, found.next)
        }
        if token.kind == .word, token.text.utf8.count == 1, tokens.isSign(index + 1, ")") { return one(.letter, token.text, index + 2) }
        return nil
    }

    private func endsReference(_ index: Int) -> Bool {
        guard let token = tokens[index] else { return true }
        return token.kind == .sign || token.roles.contains(.of) || token.roles.contains(.and)
    }
}

/// Reads `1º a 3º`, `5, 6 e 7`.
struct NumberList {
    let tokens: LabelTokens
    /// Whether the word before it is a plural; after a singular a comma ends the list.
    let plural: Bool

    /// More numbers than this are no list that somebody asks for.
    private static let most = 40

    func read<Value>(at index: Int, one: (Int) -> (value: Value, next: Int)?) -> (values: [Value], next: Int)? where Value: Numbered {
        guard let first = one(index) else { return nil }
        var values = [first.value]
        var next = first.next
        while values.count < Self.most, let step = separator(at: next), let more = one(step.next), goesOn(more.next, after: step) {
            if step.isRange {
                guard let last = values.last.flatMap({ Int($0.number) }), let end = Int(more.value.number), end > last, end - last <= Self.most
                else { break }
                values += (last + 1..<end).map { values[values.count - 1].numbered(String($0)) }
            }
            values.append(more.value)
            next = more.next
        }
        return (values, next)
    }

    private func separator(at index: Int) -> (next: Int, isRange: Bool)? {
        if tokens.isSign(index, "-"), tokens.isNumber(index + 1) { return (index + 1, true) }
        if plural, tokens.isSign(index, ",") { return (tokens.has(index + 1, .and) ? index + 2 : index + 1, false) }
        if tokens.has(index, .range) { return (index + 1, true) }
        if tokens.has(index, .and) { return (index + 1, false) }
        return nil
    }

    /// After a singular, "art. 5º e 6º da Lei" goes on and "art. 5º e 6 meses" does not; a number with a year is an act's.
    private func goesOn(_ next: Int, after step: (next: Int, isRange: Bool)) -> Bool {
        if tokens.isSign(next, "/"), tokens.isNumber(next + 1) { return false }
        if plural { return true }
        if tokens[next - 1]?.text == "º" || tokens[next] == nil || tokens[next]?.kind == .sign { return true }
        return tokens.has(next, .of)
    }
}

/// What has a number that lists count on.
protocol Numbered {
    var number: String { get }
    /// The same with another number.
    func numbered(_ number: String) -> Self
}

extension UnitLabel: Numbered {
    func numbered(_ number: String) -> UnitLabel { UnitLabel(kind, number) }
}

extension UnitLabel.Part: Numbered {
    func numbered(_ number: String) -> UnitLabel.Part { UnitLabel.Part(kind: kind, number: number) }
}
