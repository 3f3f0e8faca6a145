import Answering
import Testing

@Suite struct FixedTextTests {
    @Test(arguments: FixedText.allCases) func `every text exists in every language, each in its own words`(text: FixedText) {
        let texts = Language.allCases.map { text.text(in: $0) }
        #expect(texts.allSatisfy { !$0.isEmpty && $0.utf16.count <= 200 })
        #expect(Set(texts.map { $0.matches(of: /\{\w+\}/).map(\.output) }).count == 1, "the same places are left to fill")
        #expect(Set(texts).count == 3 || text == .index)
    }

    @Test(arguments: [
        ("¿Cuántos días de vacaciones tengo?", Language.spanish), ("Quantos dias de férias eu tenho?", .portuguese),
        ("How many days off do I have?", .english), ("OpenRouter", .english),
    ])
    func `the language of a question`(text: String, language: Language) {
        #expect(Language.guess(text) == language)
    }
}
