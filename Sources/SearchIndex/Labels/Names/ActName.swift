/// What a law or another text with labels of its own is called; of all that is known only some parts are said at a time.
struct ActName: Hashable {
    var kind: ActKind?
    /// Digits without points: `9504`.
    var number: String?
    var year: Int?
    /// Whose it is, where that is part of its name: `tse`. Of a court's precedents, the court.
    var body: String?
    /// A name in words, folded, those of no weight left out: `codigo`, `processo`, `civil`.
    var words: [String] = []

    init(kind: ActKind?, number: String? = nil, year: Int? = nil, body: String? = nil, words: [String] = []) {
        self.kind = kind
        self.number = number
        self.year = year
        self.body = body
        self.words = words
    }

    /// The keys under which an index has it: its number, its court, its name and the beginnings of its name.
    var keys: [String] {
        var keys: [String] = []
        if let number { keys.append(Self.key(ofNumber: number)) }
        if kind == .court, let body { keys.append("@\(body)") }
        for length in words.indices.map({ $0 + 1 }) where length > 1 || Self.standsAlone(words[0]) { keys.append(key(words: length)) }
        return keys
    }

    /// The keys by which it is looked for, in turn, until one is found: its longest name first.
    var searchKeys: [String] {
        if let number { return [Self.key(ofNumber: number)] }
        return keys.reversed()
    }

    static func key(ofNumber number: String) -> String { "#\(number)" }

    private func key(words length: Int) -> String { "=\(words.prefix(length).joined(separator: " "))" }

    /// Whether a single word names an act: "o Regimento", but not "a Lei".
    private static func standsAlone(_ word: String) -> Bool { !["lei", "ley", "codigo", "act", "decreto"].contains(word) }

    /// Whether it says no more than of what sort the text is: "the contract".
    var isGeneric: Bool { number == nil && body == nil && words.count < 2 }

    /// How well an act of the index, `other`, answers to this name; nil where it cannot be meant.
    func fit(_ other: ActName) -> Int? {
        var fit = 0
        if let kind, let theirs = other.kind {
            if kind == theirs { fit += 4 } else if !kind.mayMean(theirs) { return nil }
        }
        if let year, let theirs = other.year {
            // Who remembers the number may err in the year, but not where numbers begin anew with each.
            if year == theirs { fit += 8 } else if (number?.utf8.count ?? 0) < 4 { return nil }
        }
        if let body, let theirs = other.body {
            if body == theirs { fit += 2 } else { return nil }
        }
        return fit
    }
}
