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
