extension LabelledText {
    /// Finds the labels that the text itself begins with, "Lei 9.504/1997, art. 73: …", a line of headings above it, and an act's name in a
    /// document's first lines.
    /// - Parameter known: What titles or the file's name call the act; then another one is only cited.
    mutating func findAct(in text: String, known: [ActName], isFirst: Bool, references: [LabelReference]) {
        let first = tokens.all.firstIndex { $0.kind != .sign || $0.text == "§" } ?? 0
        // A text that was cut before a reference begins with it too, but in a small letter.
        if let own = references.first, own.range.lowerBound == first, tokens[first]?.isCapital == true, let unit = own.unit, !own.acts.isEmpty,
            agrees(own.acts, known),
            endsHeading(own.range.upperBound)
        {
            take(own.acts)
            begin(unit)
            (start, isPlaced) = (own.range.upperBound, true)
            return
        }
        guard first < tokens.count, known.isEmpty else { return }
        if let found = ActHeading(tokens, at: first, lineEnd: lineEnds[first]), isSetApart(found.next, lineEnd: lineEnds[first]) {
            take(found.acts)
            let line = HeadingLabels(String(decoding: text.utf8.prefix(tokens.all[lineEnds[first] - 1].range.upperBound), as: UTF8.self))
            start = found.next
            while start < lineEnds[first], tokens[start]?.kind == .sign, tokens[start]?.text != "§" { start += 1 }
            if lineEnds[first] < tokens.count, line.units.count == 1 {
                begin(line.units[0])
                (start, isPlaced) = (lineEnds[first], true)
            }
            return
        }
        guard isFirst else { return }
        var index = 0
        var lines = 0
        while index < tokens.count, lines < Self.headLines {
            let end = lineEnds[index]
            if let found = ActHeading(tokens, at: index, lineEnd: end) {
                take(found.acts)
                return
            }
            index = end
            lines += 1
        }
    }

    private func agrees(_ acts: [ActName], _ known: [ActName]) -> Bool {
        known.isEmpty || !Set(acts.flatMap(\.keys)).isDisjoint(with: known.flatMap(\.keys))
    }

    /// An official text has its name behind the names of country, ministry and department.
    private static let headLines = 12

    /// Whether an act's name that ends here heads the whole text: its line has nothing else but headings, or an article follows at once.
    private func isSetApart(_ index: Int, lineEnd: Int) -> Bool {
        var next = index
        while next < lineEnd, let sign = tokens.sign(next), [".", "-", ":", "|", ">", "]", ")", "•"].contains(sign) { next += 1 }
        if next >= lineEnd { return true }
        let length = tokens.all[lineEnd - 1].range.upperBound
        return next > index && (lineEnd < tokens.count && length <= 200 || UnitReader(tokens: tokens).units(at: next) != nil)
    }

    /// Whether a label that ends here is a heading: a line of its own, or set apart from a sentence that follows.
    private func endsHeading(_ index: Int) -> Bool {
        guard let next = tokens[index] else { return true }
        if next.beginsLine || next.isCapital && !next.isUpper { return true }
        guard next.kind == .sign, [".", ":", "-", "]", "|"].contains(next.text) else { return false }
        guard let text = tokens[index + 1] else { return true }
        return text.beginsLine || text.kind != .word || text.isCapital
    }

    /// Enters an act.
    mutating func take(_ acts: [ActName]) {
        // The same law again is said above its next passage, or at the head of each page.
        if acts != place.acts { place.unit = heading.count == 1 ? heading[0] : nil }
        place.acts = acts
        if stretches.count == 1, stretches[0].units.isEmpty { stretches[0].acts = acts } else { stretches.append(Stretch(acts: acts)) }
    }
}
