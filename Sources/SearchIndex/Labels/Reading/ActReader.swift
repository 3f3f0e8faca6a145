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

    // MARK: Numbers

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

    // MARK: Names

    /// The words of weight from a place on, with the end of each.
    private func words(from index: Int, most: Int = 7) -> [(text: String, end: Int)] {
        var words: [(text: String, end: Int)] = []
        var next = index
        while words.count < most, next < index + 2 * most, let token = tokens[next], token.kind == .word,
            next == index || !token.roles.contains(.article)
        {
            if words.isEmpty || !token.roles.contains(.weightless) { words.append((token.text, next + 1)) }
            next += 1
        }
        return words
    }

    private func byName(at index: Int) -> Reading? {
        guard tokens.has(index, .known) else { return nil }
        let words = words(from: index)
        guard words.count > 1, let known = KnownActs.match(words: words.map(\.text)) else { return nil }
        return Reading(acts: known.acts + [own(words.map(\.text), .named)], range: index..<words[known.used - 1].end)
    }

    /// A name that the index may know: "Regimento Interno", "Constituição do Estado", "Lei de Águas".
    private func named(_ kind: ActKind, at index: Int) -> Reading? {
        let words = words(from: index)
        if let known = KnownActs.match(words: words.map(\.text)) {
            let year = ActDate.year(in: tokens, at: words[known.used - 1].end)
            return Reading(
                acts: known.acts + [own(words.map(\.text), kind)], range: index..<max(year.next, words[known.used - 1].end))
        }
        switch kind {
        case .constitution, .named:
            break
        // "a Lei" alone is no name, "Lei de Águas" is one.
        case .law, .code, .organic, .complementary, .parliament:
            guard words.count > 1, tokens.has(index + 1, .of) || tokens[index + 1]?.isCapital == true else { return nil }
        case .amendment, .decreeLaw, .royalDecreeLaw, .royalLegislativeDecree, .legislativeDecree, .royalDecree, .decree, .provisional,
            .resolution, .ordinance, .instruction, .provision, .ruling, .regulation, .directive, .court:
            guard kind == .regulation, words.count > 1 else { return nil }
        }
        var name = own(words.map(\.text), kind)
        var next = nameEnd(words, from: index)
        (name.year, next) = ActDate.year(in: tokens, at: next)
        // A contract or a manual is spoken of in many questions that want none of its clauses.
        return Reading(acts: [name], range: index..<next, needsUnit: kind == .named)
    }

    /// A name ends where its capitals do; all in small letters, with its second word.
    private func nameEnd(_ words: [(text: String, end: Int)], from index: Int) -> Int {
        let capitals = words.prefix { tokens[$0.end - 1]?.isCapital == true }
        return (capitals.count > 1 ? capitals.last?.end : words[min(1, words.count - 1)].end) ?? index + 1
    }

    private func own(_ words: [String], _ kind: ActKind) -> ActName { ActName(kind: kind, words: words) }

    /// `CF`, `CLT`, `CF/88`.
    private func byLetters(at index: Int) -> Reading? {
        guard tokens.has(index, .letters), let token = tokens[index], let known = KnownActs.match(letters: token.text) else { return nil }
        var next = index + 1
        if tokens.isSign(next, "/") || tokens.isSign(next, "-") || tokens[next]?.isGlued == true, tokens.year(at: next + 1) != nil { next += 2 }
        if tokens[index + 1]?.isGlued == true, tokens[index + 1]?.kind == .number, tokens.year(at: index + 1) != nil { next = index + 2 }
        return Reading(acts: known.acts, range: index..<next, needsUnit: !known.isSafe || !token.isUpper && !KnownActs.common.contains(token.text))
    }

    /// "Data Protection Act 2018": the words before "Act" are its name. Read from its first word on.
    private func ofParliament(at index: Int) -> Reading? {
        guard tokens.roles.contains(.parliament), let token = tokens[index], token.isCapital || index == 0 || tokens.has(index - 1, .the) else {
            return nil
        }
        var words: [String] = []
        for next in index..<index + 8 {
            guard let word = tokens.word(next), !tokens.has(next, .article) else { return nil }
            if word == "act", !words.isEmpty {
                guard let year = tokens.year(at: next + 1), tokens[next + 1]?.text.utf8.count == 4 else { return nil }
                return Reading(acts: [ActName(kind: .parliament, year: year, words: words + ["act"])], range: index..<next + 2)
            }
            if !tokens.has(next, .weightless) { words.append(word) }
        }
        return nil
    }
}
