/// Joins acts, units and parts to references: "art. 73, § 10, da Lei 9.504", "alínea b do inciso II do art. 9º", "CF, art. 37".
struct ReferenceReader {
    /// What references are put together from.
    enum Element {
        case units(UnitReader.Units)
        case parts(UnitReader.Parts)
        case act(ActReader.Reading)
        case court(String, Range<Int>)

        /// The tokens that it was read from.
        var range: Range<Int> {
            switch self {
            case .units(let units): units.range
            case .parts(let parts): parts.range
            case .act(let act): act.range
            case .court(_, let range): range
            }
        }
    }

    let tokens: LabelTokens
    /// The units, parts and acts of the text in order.
    var elements: [Element] = []
    private var references: [LabelReference] = []
    /// The references of the group at hand whose act is still to come, or may be named better.
    private var open: [Int] = []
    /// Parts whose unit is still to come.
    private var waiting: [UnitLabel.Part] = []
    private var waitingRange = 0..<0
    /// Whether they may be a heading's number.
    private var mayBeHeading = false
    /// The act that the group has named.
    private var named: [ActName] = []
    /// Where the act that stands alone so far is.
    private var lone: Int?

    private let isQuestion: Bool

    init(_ tokens: LabelTokens, isQuestion: Bool) {
        self.tokens = tokens
        self.isQuestion = isQuestion
    }

    mutating func read() -> [LabelReference] {
        findElements()
        for place in elements.indices {
            if place == 0 || !joins(place) { endGroup() }
            switch elements[place] {
            case .units(let found): take(found)
            case .parts(let found): take(found, at: place)
            case .act(let act): take(act, at: place)
            case .court(let court, let range):
                let name = [ActName(kind: .court, body: court)]
                for index in open {
                    references[index].acts = name
                    references[index].range = references[index].range.lowerBound..<range.upperBound
                }
            }
        }
        endGroup()
        return references.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// What stands between two elements where they belong together: commas and small words. Nil where something else does.
    func gap(from start: Int, to end: Int) -> LabelRoles? {
        guard start <= end, end - start <= 6 else { return start > end ? [] : nil }
        var gap: LabelRoles = []
        for index in start..<end {
            if tokens.has(index, .betweenLabels) {
                gap.formUnion(tokens.all[index].roles)
            } else {
                guard let sign = tokens.sign(index), [",", "(", ")", "/", "\""].contains(sign) else { return nil }
            }
        }
        return gap
    }

    private func gap(before place: Int) -> LabelRoles? {
        place > 0 ? gap(from: elements[place - 1].range.upperBound, to: elements[place].range.lowerBound) : nil
    }

    private func joins(_ place: Int) -> Bool { gap(before: place) != nil }

    private mutating func endGroup() {
        // "item 3" with no article anywhere is a heading's number.
        if let first = waiting.first, mayBeHeading, open.isEmpty {
            references.append(LabelReference(acts: named, unit: UnitLabel(.clause, first.number, Array(waiting.dropFirst())), range: waitingRange))
        }
        if !waiting.isEmpty, !mayBeHeading, isQuestion, var last = references.last, let unit = last.unit {
            last.unit = waiting.reduce(unit) { $0.with($1) }
            last.range = waitingRange
            references.append(last)
        }
        (open, waiting, named, lone) = ([], [], [], nil)
    }

    private mutating func take(_ found: UnitReader.Units) {
        let parts = waiting.sorted { $0.kind < $1.kind }
        waiting = []
        var start = parts.isEmpty ? found.range.lowerBound : min(waitingRange.lowerBound, found.range.lowerBound)
        let acts = found.court.map { [ActName(kind: .court, body: $0)] } ?? named
        if let lone {
            start = min(start, references.remove(at: lone).range.lowerBound)
            self.lone = nil
        }
        for unit in found.units {
            open.append(references.count)
            let whole = parts.reduce(unit) { $0.with($1) }
            references.append(LabelReference(acts: acts, unit: whole, range: start..<found.range.upperBound))
        }
    }

    private mutating func take(_ found: UnitReader.Parts, at place: Int) {
        guard let last = open.last, !leadsToUnit(place) else {
            if waiting.isEmpty { (waitingRange, mayBeHeading) = (found.range, found.mayBeHeading) }
            waiting += found.parts.prefix(1)
            waitingRange = waitingRange.lowerBound..<found.range.upperBound
            return
        }
        for (number, part) in found.parts.enumerated() {
            guard let unit = references[last].unit else { continue }
            let whole = unit.with(part)
            var reference = references[last]
            reference.unit = whole
            reference.range = reference.range.lowerBound..<found.range.upperBound
            // "§ 4º e § 5º": the second beside the first, not in its place.
            if number == 0, whole.parts.count > unit.parts.count {
                references[last] = reference
            } else {
                open.append(references.count)
                references.append(reference)
            }
        }
    }

    /// Whether the parts at a place belong to a unit that comes after them: "§ 3º do art. 7º".
    private func leadsToUnit(_ place: Int) -> Bool {
        var next = place + 1
        while next < elements.count, let gap = gap(before: next), gap.contains(.of) {
            switch elements[next] {
            case .units: return true
            case .parts: next += 1
            case .act, .court: return false
            }
        }
        return false
    }

    private mutating func take(_ act: ActReader.Reading, at place: Int) {
        let gap = gap(before: place) ?? []
        // "desta Lei" is of the text at hand, and needs no small word before it.
        let isOf = act.acts.isEmpty || gap.contains(.of)
        // After "Lei 9.504, art. 73," another act begins a reference of its own, unless "da" ties it to the article.
        let isTied = !open.isEmpty && (isOf || named.isEmpty && !gap.contains(.and))
        if isTied {
            for index in open where references[index].acts.isEmpty || isOf || references[index].acts == named {
                references[index].acts = act.acts
                references[index].range = references[index].range.lowerBound..<max(references[index].range.upperBound, act.range.upperBound)
            }
            // What comes next in the group is another act's, unless it says no other.
            if isOf || named.isEmpty { (open, named) = ([], act.acts) }
            lone = nil
            return
        }
        (open, named, lone) = ([], act.acts, nil)
        guard !act.acts.isEmpty else { return }
        lone = references.count
        references.append(LabelReference(acts: act.acts, range: act.range))
    }
}
