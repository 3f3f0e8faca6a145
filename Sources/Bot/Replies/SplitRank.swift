/// Kinds of places for a cut, the best first.
enum SplitRank: CaseIterable {
    case paragraph, line, innerLine, codeLine, sentence, word, codeWord
    /// Any of them, where it would leave the message emptier than its kind may.
    case any

    /// How full a message must at least be for a cut of this kind.
    var leastShare: Double {
        switch self {
        case .paragraph, .line, .innerLine, .codeLine, .sentence: 0.5
        case .word, .codeWord: 0.25
        case .any: 0
        }
    }
}
