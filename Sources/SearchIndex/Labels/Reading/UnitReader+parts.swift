extension UnitReader {
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
