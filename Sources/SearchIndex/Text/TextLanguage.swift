/// The languages whose words are stemmed.
package enum TextLanguage: String, Sendable, CaseIterable {
    case spanish = "es"
    case portuguese = "pt"
    case english = "en"

    /// The language that a code such as `pt` or `pt-BR` or an English name such as `Portuguese` stands for.
    package init?(code: String) {
        let code = code.lowercased()
        let name = code.prefix { $0.isLetter }
        let known = Self.allCases.first { $0.rawValue == name || "\($0)" == name }
        guard let known else { return nil }
        self = known
    }

    /// The language of a text by its stop words and by the letters that only one of the three has; nil where nothing tells.
    package static func guess(_ text: String) -> TextLanguage? {
        guess(Words(text), of: text)
    }

    /// The same where the words are at hand.
    static func guess(_ words: Words, of text: String) -> TextLanguage? {
        var points = [TextLanguage: Double]()
        // The first thousand words tell as much as all.
        for word in words.slices.prefix(1000) {
            guard let languages = StopWords.languages[word] else { continue }
            for language in languages { points[language, default: 0] += 1 / Double(languages.count) }
        }
        for scalar in text.unicodeScalars.prefix(4000) {
            switch scalar {
            case "ã", "õ", "ç", "ê", "ô", "à": points[.portuguese, default: 0] += 0.5
            case "ñ", "¿", "¡": points[.spanish, default: 0] += 1
            default: continue
            }
        }
        let ranked = points.sorted { $0.value > $1.value }
        guard let best = ranked.first, best.value > 0 else { return nil }
        if ranked.count > 1, ranked[1].value == best.value { return nil }
        return best.key
    }
}
