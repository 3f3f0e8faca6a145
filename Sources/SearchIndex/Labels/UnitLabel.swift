/// A place within an act, called by its numbers: article 73, § 10, item I.
struct UnitLabel: Hashable {
    enum Kind: String {
        case article = "a"
        /// A clause of a contract, a section of an act of parliament, a numbered heading.
        case clause = "k"
        case precedent = "s"
        case bindingPrecedent = "v"
        case additional = "da"
        case transitional = "dt"
        case final = "df"
        case repealing = "dd"
    }

    /// A part of the unit, the larger ones first.
    struct Part: Hashable {
        enum Kind: String, Comparable, CaseIterable {
            /// The unit's own words before its first paragraph.
            case caput = "c"
            case paragraph = "p"
            case item = "i"
            case letter = "l"

            static func < (one: Kind, other: Kind) -> Bool { one.rank < other.rank }
            private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
        }

        var kind: Kind
        /// `10`, `unico`; of letters the letter. Roman numerals in digits.
        var number: String
    }

    var kind: Kind
    /// `73`, `10a`, `unico`.
    var number: String
    var parts: [Part] = []

    init(_ kind: Kind, _ number: String, _ parts: [Part] = []) {
        self.kind = kind
        self.number = number
        self.parts = parts
    }

    /// The unit and its first parts as an index has them: `a73/p10/i1`.
    func key(parts count: Int) -> String {
        parts.prefix(count).reduce("\(kind.rawValue)\(number)") { "\($0)/\($1.kind.rawValue)\($1.number)" }
    }

    var key: String { key(parts: parts.count) }

    /// The unit with another part in the place of the one of its kind and of all smaller ones.
    func with(_ part: Part) -> UnitLabel {
        UnitLabel(kind, number, parts.filter { $0.kind < part.kind && ($0.kind != .caput || part.kind != .paragraph) } + [part])
    }
}
