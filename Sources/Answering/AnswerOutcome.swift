/// How an answer ended, for those who count.
package enum AnswerOutcome: String, Sendable, CaseIterable {
    /// A language model wrote it.
    case model
    /// It is extracts.
    case extracts
    case nothingFound = "nothing_found"
    /// There was none.
    case failed

    init(_ kind: Answer.Kind) {
        self =
            switch kind {
            case .model: .model
            case .extracts: .extracts
            case .nothingFound: .nothingFound
            }
    }
}
