/// The labels that a title or a path of headings gives to the text under it: `Lei nº 9.504/1997 — Capítulo II — Art. 73`,
/// `Código Civil (Lei 10.406)`, `Súmulas do TST`. "Comentários à Lei 9.504" names a law that is not its own.
struct HeadingLabels {
    /// What the act is called, in several ways; none where it is not named.
    private(set) var acts: [ActName] = []
    /// The units; several in "Arts. 1º a 3º".
    private(set) var units: [UnitLabel] = []

    init(_ text: String?) {
        guard let text, !text.isEmpty else { return }
        let tokens = LabelTokens(text.prefix(400))
        let references = LabelReference.all(in: tokens)
        for reference in references where Self.standsApart(tokens, reference.range.lowerBound) {
            name(reference.acts)
            if let unit = reference.unit { add(unit) }
        }
        let reader = ActReader(tokens: tokens)
        for index in tokens.all.indices where Self.standsApart(tokens, index) {
            if acts.isEmpty, tokens[index]?.isCapital == true, let found = reader.act(at: index) { name(found.acts) }
            // "4. Payment", "4.2 Scope"
            if let found = Beginning(tokens, at: index, lineEnd: tokens.count, isShort: true), case .numbers(let numbers) = found.content {
                units = [UnitLabel(clause: numbers)]
            }
        }
        if let court = tokens.all.first(where: { $0.roles.contains(.court) }), acts.isEmpty, tokens.roles.contains(.precedent) {
            acts = [ActName(kind: .court, body: court.text)]
        }
        // A file's name in the place of a title.
        if acts.isEmpty, !text.contains(" ") { acts = FileLabels(text).acts }
    }

    /// The first act counts; another one only where it is the same by another name.
    private mutating func name(_ more: [ActName]) {
        guard let first = more.first else { return }
        let number = acts.compactMap(\.number).first
        if acts.isEmpty {
            acts = more
        } else if number == nil || first.number == nil || more.contains(where: { $0.number == number }) {
            acts += more.filter { !acts.contains($0) }
        }
    }

    /// The lowest heading is the nearest; of a list each counts.
    private mutating func add(_ unit: UnitLabel) {
        if let last = units.last, last.kind == unit.kind, unit.parts.isEmpty, last.parts.isEmpty { units.append(unit) } else { units = [unit] }
    }

    /// Whether what begins at a place is a part of its own and not in the middle of a phrase.
    private static func standsApart(_ tokens: LabelTokens, _ index: Int) -> Bool {
        guard index > 0, let before = tokens[index - 1] else { return true }
        return before.kind == .sign && before.text != "º" && before.text != "§" || tokens[index]?.beginsLine == true
            || (0..<index).allSatisfy { tokens.has($0, .lead) }
    }
}

extension UnitLabel {
    /// The clause of a number with points: `4.2.1`.
    init(clause numbers: [Int]) {
        let parts = zip([Part.Kind.paragraph, .item], numbers.dropFirst()).map { Part(kind: $0, number: String($1)) }
        self.init(.clause, String(numbers.first ?? 0), parts)
    }
}
