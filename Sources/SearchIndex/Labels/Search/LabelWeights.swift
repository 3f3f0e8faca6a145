/// What a label adds to a chunk's standing, in the measure of the other arms, whose whole range is about four.
enum LabelWeights {
    /// The very paragraph or item that the question names, in the act that it names.
    static let exact = 7.0
    /// Its article.
    static let unit = 5.0
    /// The same where the question names no act.
    static let exactAnywhere = 5.0
    static let unitAnywhere = 4.0
    /// The same where the index does not know the act that is named: it may hold it under another name.
    static let exactUnknown = 2.0
    static let unitUnknown = 1.5
    /// A text of the act that the question names.
    static let act = 1.0
    /// A text that refers to what the question names.
    static let cited = 0.4
    /// A unit that goes on in a chunk counts a little less than one that begins there.
    static let goesOn = 0.9

    /// How many chunks of one article come before all others; a long one leaves room for what else the question is about.
    static let crowd = 6
    /// How many chunks of an act are looked at that no other arm has found.
    static let ofAct = 20
}
