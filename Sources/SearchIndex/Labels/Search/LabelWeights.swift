/// What a label adds to a chunk's standing, in the measure of the other arms, whose whole range is about four.
enum LabelWeights {
    /// What the paragraph or item that is named gives, and what its article does.
    /// - Parameters:
    ///   - isNamed: Whether the question says of which act.
    ///   - isKnown: Whether the index has that act. If not, it may hold it under another name, so that the article alone tells a little.
    static func weights(isNamed: Bool, isKnown: Bool) -> (exact: Double, unit: Double) {
        if isKnown { (exact: 7, unit: 5) } else if isNamed { (exact: 2.5, unit: 2) } else { (exact: 5, unit: 4) }
    }

    /// A text of the act whose article the question names.
    static let act = 1.2

    /// A text of the act that the question names without an article: the more of the question its name is, the more the question is about it.
    static func act(share: Double) -> Double { 1 + 5 * share }

    /// A text that refers to what the question names.
    static let cited = 0.4
    /// A unit that goes on in a chunk counts a little less than one that begins there.
    static let goesOn = 0.9

    /// The lowest standing by all other arms that a chunk with a unit has.
    static let lowest = -1.0

    /// How many chunks of one article come before all others; a long one leaves room for what else the question is about.
    static let crowd = 6
    /// How many chunks of an act are looked at that no other arm has found.
    static let ofAct = 20
}
