/// A label in a text: an act, a place within it, or both.
struct LabelReference {
    /// What may be meant, the likeliest first; none where no act is named.
    var acts: [ActName] = []
    var unit: UnitLabel?
    /// The tokens that it was read from.
    var range: Range<Int>
}

extension LabelReference {
    /// All labels in a text, in order; each unit has the act that its sentence gives it.
    /// - Parameter isQuestion: Whether a part alone, "and § 10?", is of the article before it. In a law's text it begins the part itself.
    static func all(in tokens: LabelTokens, isQuestion: Bool = false) -> [LabelReference] {
        var reader = ReferenceReader(tokens, isQuestion: isQuestion)
        return reader.read()
    }
}
