/// What is searched for a question.
enum SearchText {
    /// The question; a short one in a conversation ("and in 2020?") together with the one before it, which says what it is about.
    static func of(_ question: Question) -> String {
        guard let before = question.history.last?.question, question.text.split(separator: " ").count <= fewWords else { return question.text }
        return "\(before) \(question.text)"
    }

    private static let fewWords = 6
}
