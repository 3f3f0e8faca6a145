import SearchIndex

extension Language {
    /// The language of a question, by its function words and letters.
    /// - Parameter fallback: What holds where nothing tells, as in a question of one name.
    package static func guess(_ text: String, otherwise fallback: Language = .english) -> Language {
        switch TextLanguage.guess(text) {
        case .spanish: .spanish
        case .portuguese: .portuguese
        case .english: .english
        case nil: fallback
        }
    }

    /// The language's name in English, for the prompt.
    var name: String {
        switch self {
        case .spanish: "Spanish"
        case .portuguese: "Portuguese"
        case .english: "English"
        }
    }
}
