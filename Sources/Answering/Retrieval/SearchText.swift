/// What is searched for a question.
enum SearchText {
    /// The question; a short one in a conversation ("and in 2020?") together with the one before it, and a short one about an attached text
    /// ("is this right?") together with the beginning of that: they say what it is about.
    static func of(_ question: Question) -> String {
        guard question.text.split(separator: " ").count <= fewWords else { return question.text }
        let before = question.history.last?.question ?? ""
        return [before, question.text, String(question.attached.prefix(attachedLength))].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static let fewWords = 6
    /// About as much as the embedder looks at.
    private static let attachedLength = 400
}
