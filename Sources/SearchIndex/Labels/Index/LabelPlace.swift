/// Where in an act the text of chunk after chunk is.
struct LabelPlace {
    /// What the text itself called its act last.
    var acts: [ActName] = []
    /// The article and the part of it.
    var unit: UnitLabel?
    /// Whether a quotation is open.
    var isQuoted = false
    /// Whether a clause was called so in words, so that bare numbers are its paragraphs.
    var isNamedClause = false
    /// Whether a heading has just named the unit.
    var isFresh = false
    /// Whether a chunk without a heading goes on where the one before ended.
    var mayGoOn = true

    /// Enters a section whose heading names these units.
    mutating func enter(_ units: [UnitLabel]) {
        if let unit, units.contains(where: { $0.kind == unit.kind && $0.number == unit.number }) { return }
        unit = units.count == 1 ? units[0] : nil
        (isQuoted, isNamedClause, isFresh) = (false, false, true)
    }

    /// Whether a part can come after the place: paragraphs and items count up.
    func precedes(_ part: UnitLabel.Part) -> Bool {
        guard let unit else { return false }
        guard let last = unit.parts.last(where: { $0.kind == part.kind }) else { return true }
        // Items begin anew under each paragraph, letters under each item: what is between may have gone by.
        guard let one = last.order, let other = part.order else { return true }
        return other > one || part.kind > .paragraph && other == 1
    }
}

extension UnitLabel.Part {
    /// Its place among its like; nil where that is not told by its number.
    fileprivate var order: Int? {
        switch kind {
        case .caput: 0
        case .paragraph, .item: Int(number.prefix { $0.isNumber })
        case .letter: number.utf8.first.map { Int($0) - 0x60 }
        }
    }
}
