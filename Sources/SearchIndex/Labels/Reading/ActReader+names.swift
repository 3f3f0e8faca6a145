extension ActReader {
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

    func byName(at index: Int) -> Reading? {
        guard tokens.has(index, .known) else { return nil }
        let words = words(from: index)
        guard words.count > 1, let known = KnownActs.match(words: words.map(\.text)) else { return nil }
        return Reading(acts: known.acts + [own(words.map(\.text), .named)], range: index..<words[known.used - 1].end)
    }

    /// A name that the index may know: "Regimento Interno", "Constituição do Estado", "Lei de Águas".
    func named(_ kind: ActKind, at index: Int) -> Reading? {
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
    func byLetters(at index: Int) -> Reading? {
        guard tokens.has(index, .letters), let token = tokens[index], let known = KnownActs.match(letters: token.text) else { return nil }
        var next = index + 1
        if tokens.isSign(next, "/") || tokens.isSign(next, "-") || tokens[next]?.isGlued == true, tokens.year(at: next + 1) != nil { next += 2 }
        if tokens[index + 1]?.isGlued == true, tokens[index + 1]?.kind == .number, tokens.year(at: index + 1) != nil { next = index + 2 }
        return Reading(acts: known.acts, range: index..<next, needsUnit: !known.isSafe || !token.isUpper && !KnownActs.common.contains(token.text))
    }

    /// "Data Protection Act 2018": the words before "Act" are its name. Read from its first word on.
    func ofParliament(at index: Int) -> Reading? {
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
