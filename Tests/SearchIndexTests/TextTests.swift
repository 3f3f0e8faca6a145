import Base
@testable import SearchIndex
import Testing

struct TextTests {
    private func words(_ text: String) -> [String] {
        Words(text).slices.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("Ação, CORAÇÃO e ñandú", ["acao", "coracao", "e", "nandu"]), ("a\u{301}gua", ["agua"]), ("Straße Œuvre", ["strasse", "oeuvre"]),
        ("Lei nº 9.504/1997", ["lei", "n", "9504", "1997"]), ("art. 73, § 10", ["art", "73", "10"]), ("art. 73-A.", ["art", "73", "73a"]),
        ("73-anos", ["73", "anos"]), ("art. 5º", ["art", "5"]), ("Art. 5o", ["art", "5"]), ("art. 5º-A,", ["art", "5", "5a"]), ("5o-B", ["5", "5b"]),
        ("2ª", ["2"]), ("2a Seção", ["2", "2a", "secao"]), ("nº-A", ["n", "a"]), ("o 5º", ["o", "5"]), ("9.504/1997", ["9504", "1997"]),
        ("§ 10", ["10"]), ("XIV", ["xiv"]), ("R$ 1.064,10", ["r", "1064", "10"]), ("art. 1.064", ["art", "1064"]),
        ("R$ 1.064.000,00", ["r", "1064000", "00"]), ("12.05.2020", ["12", "05", "2020"]), ("1.234.567", ["1234567"]),
        ("in\u{AD}dex", ["index"]), ("", []), ("…", []), ("9.", ["9"]), ("Привет 東京", ["привет", "東京"]),
    ])
    func `words are folded, and numbers and labels kept whole`(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test func `any text is cut without a trap`() {
        var random = SplitMix(seed: 1)
        let alphabet = Array("a9.,-º ãé\u{301}\u{AD}\u{FFFD}🦊".unicodeScalars)
        for _ in 0..<2000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<12, using: &random) { text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)]) }
            let cut = words(String(text))
            #expect(cut.allSatisfy { !$0.isEmpty && !$0.contains(" ") })
        }
    }

    @Test(arguments: [
        ("¿Cuántos puntos dejaron escapar en defensa los Panthers?", TextLanguage.spanish),
        ("Quais são os métodos de previsão de precipitação no Nordeste?", .portuguese),
        ("What are the methods of forecasting precipitation?", .english), ("Panthers 2015", nil), ("", nil),
    ])
    func `a text's language is guessed by its stop words`(text: String, expected: TextLanguage?) {
        #expect(TextLanguage.guess(text) == expected)
    }

    @Test(arguments: [("pt-BR", TextLanguage.portuguese), ("es", .spanish), ("English", .english), ("fr", nil)])
    func `a language is known by its code`(code: String, expected: TextLanguage?) {
        #expect(TextLanguage(code: code) == expected)
    }

    @Test func `stems join the forms of a word, with and without accents`() {
        let stemmers = Stemmers()
        func stem(_ word: String, _ language: TextLanguage) -> String {
            Array(word.utf8).withUnsafeBytes { stemmers.withStem(of: $0, in: language) { String(decoding: $0, as: UTF8.self) } }
        }
        #expect(stem("eleicoes", .portuguese) != "eleicoes")
        #expect(stem("running", .english) == "run")
        #expect(stem("casas", .spanish) == stem("casa", .spanish))
    }

    @Test func `a question's stop words are left out unless it has nothing else`() {
        #expect(QueryTerms("¿Cuál es la capital?").stems.map(\.first) == [TermHash.hash(of: "capital".utf8)])
        #expect(QueryTerms("to be or not to be").stems.count == 4)
    }
}
