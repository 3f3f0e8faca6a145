extension ReferenceReader {
    /// Finds the units, parts and acts of the text.
    mutating func findElements() {
        let acts = ActReader(tokens: tokens)
        let units = UnitReader(tokens: tokens)
        var index = 0
        while index < tokens.count {
            if let found = element(at: index, acts, units) {
                elements.append(found)
                index = max(found.range.upperBound, index + 1)
                while case .act(let act) = found, let more = acts.following(latest(act)) {
                    elements.append(.act(more))
                    index = more.range.upperBound
                }
            } else {
                index += 1
            }
        }
    }

    private func latest(_ act: ActReader.Reading) -> ActReader.Reading {
        if case .act(let last)? = elements.last { last } else { act }
    }

    private func element(at index: Int, _ acts: ActReader, _ units: UnitReader) -> Element? {
        let follows = elements.last.map { gap(from: $0.range.upperBound, to: index) != nil } ?? false
        // Most words of a text have no part in any label; a number or a Roman numeral has one behind a label only.
        guard follows || tokens.has(index, .beginsReference) || tokens.isSign(index, "§") || tokens.roles.contains(.parliament) else { return nil }
        if let found = units.units(at: index) { return .units(found) }
        if let found = units.parts(at: index), found.isNamed || follows && isBehindUnit { return .parts(found) }
        if let token = tokens[index], token.kind == .word, token.roles.contains(.court), follows, isBehindPrecedent {
            return .court(token.text, index..<index + 1)
        }
        if let found = acts.act(at: index) {
            guard found.needsUnit else { return .act(found) }
            if follows || units.units(at: skipJoining(found.range.upperBound)) != nil { return .act(found) }
        }
        if follows, isBehindUnit, let found = acts.bareNumber(at: index) { return .act(found) }
        return nil
    }

    private var isBehindUnit: Bool {
        switch elements.last {
        case .units, .parts: true
        case .act, .court, nil: false
        }
    }

    private var isBehindPrecedent: Bool {
        guard case .units(let found)? = elements.last, let kind = found.units.first?.kind else { return false }
        return kind == .precedent || kind == .bindingPrecedent
    }

    private func skipJoining(_ index: Int) -> Int {
        var next = index
        while tokens.isSign(next, ",") || tokens.has(next, .of) { next += 1 }
        return next
    }
}
