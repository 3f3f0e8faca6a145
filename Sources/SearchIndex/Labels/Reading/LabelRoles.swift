/// What a word may do in a label. One look-up for each word of a text tells it; what has no role is passed over.
struct LabelRoles: OptionSet {
    let rawValue: UInt64

    // Between labels.
    static let of = LabelRoles(0)
    static let the = LabelRoles(1)
    static let and = LabelRoles(2)
    /// From one number to another.
    static let range = LabelRoles(3)
    static let within = LabelRoles(4)
    /// May stand between the labels of one reference, besides the above.
    static let joining = LabelRoles(5)
    /// Is not kept of a name.
    static let weightless = LabelRoles(6)
    /// No sentence ends with it.
    static let opening = LabelRoles(7)
    /// Says that the text at hand is meant: "desta Lei".
    static let this = LabelRoles(8)
    /// Leaves the text of a law, in a title, the law's own: "Texto da Lei 9.504".
    static let lead = LabelRoles(9)

    // Units and their parts.
    static let article = LabelRoles(10)
    static let clause = LabelRoles(11)
    /// A clause only where its number is one in digits: a chapter's section is not.
    static let heading = LabelRoles(12)
    static let precedent = LabelRoles(13)
    static let binding = LabelRoles(14)
    static let paragraph = LabelRoles(15)
    static let item = LabelRoles(16)
    static let letter = LabelRoles(17)
    /// Other words that begin a unit or a part.
    static let unit = LabelRoles(18)
    static let plural = LabelRoles(19)
    /// Begins a line that is a heading or an article.
    static let beginning = LabelRoles(20)

    // Numbers.
    /// Announces a number: `nº`, `n.`, `num.`, and `no` as the sign is often typed.
    static let number = LabelRoles(21)
    static let ordinal = LabelRoles(22)
    static let sole = LabelRoles(23)
    /// A number's addition: `12 bis`.
    static let addition = LabelRoles(24)
    static let month = LabelRoles(25)

    // Acts.
    /// Begins the spelling of a kind of act.
    static let kind = LabelRoles(26)
    /// Whose act it is, where the word is neither a name nor a number.
    static let rank = LabelRoles(27)
    /// A body that gives itself rules.
    static let body = LabelRoles(28)
    static let court = LabelRoles(29)
    /// Begins the name of a known act.
    static let known = LabelRoles(30)
    /// Letters that stand for a known act.
    static let letters = LabelRoles(31)
    static let parliament = LabelRoles(32)

    static let betweenLabels: LabelRoles = [.of, .the, .and, .within, .joining]
    static let beginsReference: LabelRoles = [
        .article, .clause, .heading, .precedent, .paragraph, .item, .letter, .unit, .kind, .known, .letters, .this, .court,
    ]

    init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(_ bit: Int) { rawValue = 1 << UInt64(bit) }

    /// A folded word's roles.
    static func of(_ word: String) -> LabelRoles { table[word] ?? [] }

    private static let table: [String: LabelRoles] = {
        var table: [String: LabelRoles] = [:]
        func add(_ role: LabelRoles, _ words: some Sequence<String>) { for word in words { table[word, default: []].formUnion(role) } }
        for (roles, words) in LabelWords.lists { add(roles, words.split(whereSeparator: \.isWhitespace).map(String.init)) }
        add(.ordinal, Ordinals.words)
        add(.kind, ActSpellings.firstWords)
        add(.known, KnownActs.firstWords)
        add(.letters, KnownActs.allLetters)
        return table
    }()
}
