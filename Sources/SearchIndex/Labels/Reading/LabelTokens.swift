/// A text as labels are read in it: its words, numbers and signs in order.
///
/// Words are in small letters without accents. Letters and digits never share a token: `5o` is a number and a word glued to it.
struct LabelTokens {
    struct Token {
        enum Kind { case word, number, sign }

        var kind: Kind
        /// The folded word, the digits, or the sign in its plain form: `-` for all dashes, `º` for all marks of ordinals, `“` and `”` for
        /// all quotation marks that tell beginning from end, `•` for bullets.
        var text: String
        /// What a word may do in a label.
        var roles: LabelRoles
        /// Where it stands in the text, in bytes of UTF-8.
        var range: Range<Int>
        /// Whether nothing stands between it and the token before.
        var isGlued: Bool
        /// Whether it is the first of a line.
        var beginsLine: Bool
        /// Whether a word's first letter is a capital.
        var isCapital: Bool
        /// Whether all of a word's letters are capitals.
        var isUpper: Bool
    }

    let all: [Token]
    /// What its words may do, all together.
    let roles: LabelRoles

    init(_ text: some StringProtocol) {
        var text = String(text)
        all = text.withUTF8 { bytes in
            var cutter = TokenCutter(bytes)
            return cutter.cut()
        }
        roles = all.reduce(into: []) { $0.formUnion($1.roles) }
    }

    var count: Int { all.count }

    /// The token at a place, or nil beyond the ends.
    subscript(_ index: Int) -> Token? { index >= 0 && index < all.count ? all[index] : nil }

    /// The word at a place; nil where there is none.
    func word(_ index: Int) -> String? { index >= 0 && index < all.count && all[index].kind == .word ? all[index].text : nil }

    /// Whether a word at a place may do one of these things.
    func has(_ index: Int, _ roles: LabelRoles) -> Bool { index >= 0 && index < all.count && !all[index].roles.isDisjoint(with: roles) }

    func isSign(_ index: Int, _ sign: String) -> Bool { self.sign(index) == sign }

    /// The sign at a place; nil where there is none.
    func sign(_ index: Int) -> String? { index >= 0 && index < all.count && all[index].kind == .sign ? all[index].text : nil }

    func isNumber(_ index: Int) -> Bool { index >= 0 && index < all.count && all[index].kind == .number }

    func isGlued(_ index: Int) -> Bool { index >= 0 && index < all.count && all[index].isGlued }

    /// Where the line ends that the token at a place is in: the next line's first token.
    func lineEnd(from index: Int) -> Int {
        var end = index + 1
        while end < count, !all[end].beginsLine { end += 1 }
        return min(end, count)
    }

    /// The same for every place.
    func lineEnds() -> [Int] {
        var ends = [Int](repeating: count, count: count)
        for index in all.indices.dropLast().reversed() { ends[index] = all[index + 1].beginsLine ? index + 1 : ends[index + 1] }
        return ends
    }
}
