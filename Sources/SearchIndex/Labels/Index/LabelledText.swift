/// Reads one chunk's text for the labels that begin in it or go on in it.
struct LabelledText {
    /// The units of the chunk that belong to one act.
    struct Stretch {
        var acts: [ActName]
        var units: [String: ChunkLabels.Hold] = [:]
    }

    let tokens: LabelTokens
    /// For each token where its line ends.
    let lineEnds: [Int]
    /// The units that titles and headings name; then no other article begins here, whatever the text quotes.
    let heading: [UnitLabel]
    var place: LabelPlace
    var stretches: [Stretch]
    private var quotations: Quotations
    /// The first token that may begin something; before it the labels are known.
    var start = 0
    /// Whether they say the unit, so that nothing goes on from the chunk before.
    var isPlaced = false

    init(tokens: LabelTokens, place: LabelPlace, heading: [UnitLabel]) {
        self.tokens = tokens
        self.place = place
        self.heading = heading
        quotations = Quotations(tokens, isOpen: place.isQuoted)
        stretches = [Stretch(acts: place.acts)]
        lineEnds = tokens.lineEnds()
    }

    /// Goes through the text from beginning to end.
    mutating func findAll() {
        goOn()
        for index in start..<max(start, tokens.count) {
            guard let opening = opening(at: index) else { continue }
            let end = lineEnds[index]
            let length = tokens.all[end - 1].range.upperBound - tokens.all[index].range.lowerBound
            guard let found = Beginning(tokens, at: index, lineEnd: end, isShort: length <= 160) else { continue }
            if quotations[index] {
                guard isNext(found.content), opening == .line else { continue }
                quotations.close(at: index)
            }
            take(found.content, opening, at: index)
        }
        place.isQuoted = quotations.isOpen
    }

    /// What the chunk before left open goes on here, as far as the first words do not end it.
    private mutating func goOn() {
        if heading.count > 1 { for unit in heading { hold(unit.key, .goesOn) } }
        if place.unit == nil, heading.count == 1 { place.unit = heading[0] }
        guard !isPlaced, start < tokens.count, var unit = place.unit else { return }
        let first = quotations[start] ? nil : Beginning(tokens, at: start, lineEnd: lineEnds[start], isShort: true)
        switch first?.content {
        case .part(let part):
            guard !heading.isEmpty || place.precedes(part) else {
                place.unit = nil
                return
            }
            unit.parts.removeAll { $0.kind >= part.kind }
        case .units, .act, .heading:
            guard !heading.isEmpty else { return }
            unit.parts = []
        case .numbers: unit.parts = []
        case .bullet: break
        case nil:
            guard !heading.isEmpty || place.mayGoOn else {
                place.unit = nil
                return
            }
        }
        let isFresh = place.isFresh && heading.count == 1
        place.isFresh = false
        for count in 0...unit.parts.count { hold(unit.key(parts: count), isFresh && count == unit.parts.count ? .begins : .goesOn) }
    }

    private enum Opening {
        /// A line begins here.
        case line
        /// A sentence or an item begins here, inside a line.
        case sentence
    }

    /// Whether something may begin at a place.
    private func opening(at index: Int) -> Opening? {
        let token = tokens.all[index]
        switch token.kind {
        case .number: break
        case .sign: guard token.text == "§" || token.text == "(" else { return nil }
        case .word: guard token.isCapital || token.text.utf8.count == 1 else { return nil }
        }
        guard index > start else { return .line }
        let before = tokens.all[index - 1]
        if token.beginsLine {
            // An article that the line before leads to is a reference; an item may stand behind "e" or a comma.
            let isItem = token.kind != .word || token.text.utf8.count == 1 || tokens.roman(at: index) != nil
            let goesOn = before.text == "," || before.kind == .word && !before.isUpper && before.roles.contains(.opening)
            return goesOn && !isItem ? nil : .line
        }
        guard !token.isGlued else { return nil }
        switch before.kind {
        case .sign: return [".", ";", ":", ")", "!", "?", "”", "\""].contains(before.text) ? .sentence : nil
        case .word: return ["e", "y", "ou", "and", "or"].contains(before.text) && tokens.isSign(index - 2, ";") ? .sentence : nil
        case .number: return nil
        }
    }

    /// Whether this is the article after the one at hand.
    private func isNext(_ content: Beginning.Content) -> Bool {
        guard case .units(let units, _) = content, let unit = place.unit, let number = Int(unit.number), let next = units.first else { return false }
        return next.kind == unit.kind && Int(next.number) == number + 1
    }

    private mutating func take(_ content: Beginning.Content, _ opening: Opening, at index: Int) {
        switch content {
        case .act(let acts):
            if opening == .line { take(acts) }
        case .heading:
            guard opening == .line else { return }
            if tokens.word(index) == "section", let unit = UnitReader(tokens: tokens).units(at: index)?.units.first {
                begin(unit)
            } else if heading.isEmpty {
                place.unit = nil
            }
        case .units(let units, _):
            guard opening == .line || isArticleInLine(units, at: index) else { return }
            for unit in units where isOwn(unit) {
                begin(unit)
                place.isNamedClause = true
            }
        case .part(let part):
            guard opening == .line || part.kind != .paragraph || tokens[index]?.text != "(" || place.precedes(part), let unit = place.unit else {
                return
            }
            begin(unit.with(part))
        case .numbers(let numbers): take(numbers, opening)
        case .bullet: break
        }
    }

    private func isArticleInLine(_ units: [UnitLabel], at index: Int) -> Bool {
        guard units.first?.kind == .article, let before = tokens.sign(index - 1) else { return false }
        return before != ":" && before != ";"
    }

    private func isOwn(_ unit: UnitLabel) -> Bool {
        heading.isEmpty || heading.contains { $0.kind == unit.kind && $0.number == unit.number }
    }

    /// "4.2" is a clause; within an article, "2." is its second paragraph.
    private mutating func take(_ numbers: [Int], _ opening: Opening) {
        guard let unit = place.unit,
            unit.kind != .clause
                || numbers.count == 1 && place.precedes(.init(kind: .paragraph, number: String(numbers[0])))
                    && place.isNamedClause
        else {
            if opening == .line {
                begin(UnitLabel(clause: numbers))
                place.isNamedClause = false
            }
            return
        }
        if numbers.count == 1 {
            let part = UnitLabel.Part(kind: .paragraph, number: String(numbers[0]))
            let last = unit.parts.first { $0.kind == .paragraph }.flatMap { Int($0.number) } ?? 0
            guard opening == .line || numbers[0] == last + 1 else { return }
            begin(unit.with(part))
        } else if String(numbers[0]) == unit.number {
            begin(UnitLabel(unit.kind, unit.number, UnitLabel(clause: numbers).parts))
        }
    }

    /// Notes that a unit begins.
    mutating func begin(_ unit: UnitLabel) {
        place.unit = unit
        for count in unit.parts.indices { hold(unit.key(parts: count), .goesOn) }
        hold(unit.key, .begins)
    }

    private mutating func hold(_ key: String, _ hold: ChunkLabels.Hold) {
        let last = stretches.count - 1
        stretches[last].units[key] = max(stretches[last].units[key] ?? hold, hold)
    }
}
