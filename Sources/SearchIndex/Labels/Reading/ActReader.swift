/// Reads what an act is called: `Lei nº 9.504, de 30 de setembro de 1997`, `LC 64/90`, `CF`, `Código Civil`, `Data Protection Act 2018`.
struct ActReader {
    /// An act that was read.
    struct Reading {
        /// What may be meant: a name may be known in two countries, or only to the index.
        var acts: [ActName]
        var range: Range<Int>
        /// Whether it is called by letters that mean it only beside an article.
        var needsUnit = false

        var number: String? { acts.first?.number }
    }

    let tokens: LabelTokens

    /// The act whose name begins at a place; without a name for the one that the text itself is, "desta Lei".
    func act(at index: Int) -> Reading? {
        guard let token = tokens[index], token.kind == .word else { return nil }
        if token.roles.contains(.this) {
            guard let match = ActSpellings.match(tokens, at: index + 1), !match.isShort else { return nil }
            return Reading(acts: [], range: index..<match.next, needsUnit: true)
        }
        if let match = ActSpellings.match(tokens, at: index) {
            if let numbered = numbered(match, from: index) { return numbered }
            if !match.isShort, let named = named(match.kind, at: index) { return named }
        }
        return byName(at: index) ?? byLetters(at: index) ?? ofParliament(at: index)
    }

    /// More numbers after a plural, "Leis 9.504/97 e 9.096/95": the next of the same kind.
    func following(_ reading: Reading) -> Reading? {
        guard tokens.has(reading.range.lowerBound, .plural), let kind = reading.acts.first?.kind else { return nil }
        var next = reading.range.upperBound
        guard tokens.isSign(next, ",") || tokens.has(next, .and) else { return nil }
        next += 1
        guard let number = tokens.whole(at: next) else { return nil }
        let (value, year, end) = pair(number.digits, from: number.next, kind: kind)
        return Reading(acts: [ActName(kind: kind, number: value, year: year)], range: reading.range.lowerBound..<end)
    }

    /// "9.504/97" with no kind before it.
    func bareNumber(at index: Int) -> Reading? {
        guard let number = tokens.whole(at: index), tokens.isSign(number.next, "/"), let year = tokens.year(at: number.next + 1),
            !tokens.isSign(number.next + 2, "/"), number.digits.utf8.count >= 2
        else { return nil }
        return Reading(acts: [ActName(kind: nil, number: number.digits, year: year)], range: index..<number.next + 2)
    }

    private func numbered(_ match: ActSpellings.Match, from start: Int) -> Reading? {
        var next = match.next
        var body: String?
        var isAnnounced = false
        fillers: for _ in 0..<8 {
            if tokens.isSign(next, "-") || tokens.isSign(next, "(") || tokens.isSign(next, ")") {
                next += 1
            } else if let announced = announcement(at: next) {
                next = announced
                isAnnounced = true
            } else if tokens.has(next, .rank) {
                next += 1
            } else if let name = organ(at: next) {
                body = body ?? name
                next += 1
            } else if tokens.has(next, .of), organ(at: next + 1) != nil {
                next += 1
            } else if tokens.isSign(next, "/"), organ(at: next + 1) != nil {
                next += 1
            } else {
                break fillers
            }
        }
        if !isAnnounced, body == nil, let far = distantNumber(after: next, of: match.kind) { next = far }
        guard let number = tokens.whole(at: next), !tokens.isSign(number.next, "%") else { return nil }
        let (value, year, end) = pair(number.digits, from: number.next, kind: match.kind)
        guard !match.isShort || isCertain(at: start, isAnnounced: isAnnounced || body != nil, hasYear: year != nil) else { return nil }
        return Reading(acts: [ActName(kind: match.kind, number: value, year: year, body: body)], range: start..<end)
    }

    /// Whether a few letters before a number are a kind of act: in capitals, or where the rest leaves no doubt.
    private func isCertain(at start: Int, isAnnounced: Bool, hasYear: Bool) -> Bool {
        guard let token = tokens[start] else { return false }
        switch token.text {
        case "in": return token.isUpper && isAnnounced
        case "res": return tokens.isSign(start + 1, ".") || isAnnounced
        case "lc", "dl", "ec", "mp": return token.isUpper || hasYear || isAnnounced
        default: return token.isUpper
        }
    }

    /// Past `nº`, `n.`, `no`, `n o`, `núm.` where a number comes next.
    private func announcement(at index: Int) -> Int? {
        guard tokens.has(index, .number) else { return nil }
        var next = index + 1
        for _ in 0..<3
        where tokens.isSign(next, "º") || tokens.isSign(next, ".") || ["o", "os"].contains(tokens.word(next)) || tokens.isSign(next, ":") {
            next += 1
        }
        return tokens[next]?.kind == .number ? next : nil
    }

    /// "Resolução do Conselho Nacional de Justiça nº 125": past a body's full name to the number.
    private func distantNumber(after index: Int, of kind: ActKind) -> Int? {
        guard [.resolution, .ordinance, .instruction, .provision, .ruling].contains(kind), tokens.has(index, .of) else { return nil }
        for next in index + 1..<index + 10 {
            if let number = announcement(at: next) { return number }
            guard let token = tokens[next], token.kind == .word, token.isCapital || token.roles.contains(.weightless) else { return nil }
        }
        return nil
    }

    private func organ(at index: Int) -> String? {
        guard let token = tokens[index], token.kind == .word, token.text.utf8.count >= 2, !token.roles.contains(.number) else { return nil }
        return token.roles.contains(.body)
            || token.isUpper && token.text.utf8.count <= 8 && !token.roles.contains(.betweenLabels)
                && !token.roles.contains(.article) && tokens[index + 1] != nil
            ? token.text : nil
    }

    /// A number and its year; in the European Union's regulations and directives the year comes first.
    private func pair(_ digits: String, from index: Int, kind: ActKind) -> (number: String, year: Int?, next: Int) {
        let (year, next) = ActDate.year(in: tokens, at: index)
        if tokens.isSign(index, "/"), [.regulation, .directive].contains(kind), digits.utf8.count == 4, let first = Int(digits),
            (1950...2100).contains(first), let number = tokens.whole(at: index + 1)
        {
            return (number.digits, first, ActDate.year(in: tokens, at: number.next).next)
        }
        return (digits, year, next)
    }
}
