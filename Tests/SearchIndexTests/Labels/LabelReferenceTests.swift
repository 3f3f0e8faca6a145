import Base
@testable import SearchIndex
import Testing

struct LabelReferenceTests {
    /// A text's labels, each as `kind number/year unit`.
    private func labels(_ text: String) -> [String] {
        LabelReference.all(in: LabelTokens(text)).map { reference in
            let act = reference.acts.first.map { act in
                [
                    act.kind?.rawValue ?? "?", act.body, act.number.map { "\($0)\(act.year.map { "/\($0)" } ?? "")" },
                    act.number == nil && act.kind != .court ? act.words.joined(separator: " ") : nil,
                ].compactMap(\.self).joined(separator: " ")
            }
            return [act, reference.unit?.key].compactMap(\.self).joined(separator: " | ")
        }
    }

    @Test(arguments: [
        ("O que diz o art. 73, § 10, da Lei 9.504?", ["law 9504 | a73/p10"]),
        ("art. 5º, XIV, da Constituição", ["constitution constituicao | a5/i14"]),
        ("art. 5º, XIV, da CF/88", ["constitution constituicao federal | a5/i14"]),
        ("artículo 14.2 de la Ley Orgánica 3/2018", ["organic 3/2018 | a14/p2"]),
        ("artículo 14.2.b) de la Ley 39/2015, de 1 de octubre", ["law 39/2015 | a14/p2/lb"]),
        ("Súmula 331 do TST", ["court tst | s331"]), ("súmula vinculante nº 13", ["v13"]), ("Súmula TST nº 331", ["court tst | s331"]),
        ("súmulas 331 e 363 do TST", ["court tst | s331", "court tst | s363"]), ("SV 13", ["v13"]),
        ("clause 4.2", ["k4/p2"]), ("cláusula 7.3", ["k7/p3"]), ("cláusula sétima", ["k7"]),
        ("Clause 4.2.1 of the contract", ["named contract | k4/p2/i1"]),
        ("What does section 12(3) say?", ["k12/p3"]),
        ("section 12(3)(a) of the Data Protection Act 2018", ["parliament data protection act | k12/p3/la"]),
        ("LC 64/90", ["complementary 64/1990"]), ("Decreto-Lei nº 2.848/1940", ["decreeLaw 2848/1940"]), ("DL 2.848/40", ["decreeLaw 2848/1940"]),
        ("Res. TSE 23.607", ["resolution tse 23607"]), ("Resolução TSE nº 23.607/2019", ["resolution tse 23607/2019"]),
        ("Resolução do Conselho Nacional de Justiça nº 125", ["resolution 125"]), ("Resolução-CNJ n. 125/2010", ["resolution cnj 125/2010"]),
        ("CF art. 37 § 4º", ["constitution constituicao federal | a37/p4"]), ("Lei 9.504, art. 73, I", ["law 9504 | a73/i1"]),
        ("arts. 1º a 3º da Lei nº 9.504/97", ["law 9504/1997 | a1", "law 9504/1997 | a2", "law 9504/1997 | a3"]),
        ("arts. 5, 6 e 7-A da Lei 8.112/1990", ["law 8112/1990 | a5", "law 8112/1990 | a6", "law 8112/1990 | a7a"]),
        ("Lei das Eleições", ["law 9504/1997"]), ("art. 121 do Código Penal", ["decreeLaw 2848/1940 | a121"]),
        ("o artigo quinto da Constituição Federal", ["constitution constituicao federal | a5"]),
        ("artigo 1.023 do Código Civil", ["law 10406/2002 | a1023"]), ("art. 1064 do CC", ["law 10406/2002 | a1064"]),
        ("Lei nº 9.504, de 30 de setembro de 1997", ["law 9504/1997"]), ("Lei no 9.504, de 30.9.1997", ["law 9504/1997"]),
        ("LEI N o 9.504 DE 1997", ["law 9504/1997"]), ("lei 9504-97", ["law 9504/1997"]),
        ("parágrafo único do art. 10-A", ["a10a/punico"]), ("§ 1o do Art 5o", ["a5/p1"]), ("parágrafo 10 do artigo 73", ["a73/p10"]),
        ("alínea b do inciso II do § 3º do art. 9º da Lei 8.429/92", ["law 8429/1992 | a9/p3/i2/lb"]),
        ("art. 73, VI, \"b\", da Lei 9.504", ["law 9504 | a73/i6/lb"]), ("art. 5º, caput, da CLT", ["decreeLaw 5452/1943 | a5/c"]),
        ("§§ 1º e 2º do art. 8", ["a8/p1"]), ("art. 8, §§ 1º e 2º", ["a8/p1", "a8/p2"]), ("art. 8º, § 4º e § 5º", ["a8/p4", "a8/p5"]),
        (
            "art. 73 da Lei 9.504 e art. 5º da CF", ["law 9504 | a73", "constitution constituicao federal | a5"]
        ),
        ("art. 5º c/c art. 7º da Lei 8.112", ["law 8112 | a5", "law 8112 | a7"]), ("Leis 9.504/97 e 9.096/95", ["law 9504/1997", "law 9096/1995"]),
        ("art. 73 da 9.504/97", ["? 9504/1997 | a73"]), ("Reglamento (UE) 2016/679, artículo 6.1", ["regulation ue 679/2016 | a6/p1"]),
        ("disposición adicional primera de la Ley 39/2015", ["law 39/2015 | da1"]), ("artículo 12 bis", ["a12bis"]),
        ("Article 6 of the GDPR", ["regulation 679/2016 | a6"]),
        ("art. 4º do Regimento Interno", ["named regimento interno | a4"]), ("item 7.3 do edital", ["named edital | k7/p3"]), ("item 3", ["k3"]),
        ("Medida Provisória 2.200-2/2001", ["provisional 2200"]), ("EC 45/2004", ["amendment 45/2004"]),
        ("IN RFB nº 2.005/2021", ["instruction rfb 2005/2021"]),
    ])
    func `a question's labels are read in their usual spellings`(text: String, expected: [String]) {
        #expect(labels(text) == expected)
    }

    @Test(arguments: [
        "¿Cuántos puntos dejaron escapar en defensa los Panthers?", "Qual é o prazo da lei?", "Who won in 2010/11?", "a arte 5 do museu",
        "Quando foi a eleição de 1997?", "What does the contract say about payment?", "cf. o texto", "Esta Lei entra em vigor hoje", "", "§", "art.",
        "O que diz a CC sobre isso", "No art gallery in 5 cities", "Dec. 25, 2015", "o que lia ele", "in section", "um par 5 vezes",
    ])
    func `a question that names none has none`(text: String) {
        #expect(labels(text).isEmpty)
    }

    @Test func `the same article is read from every spelling of it`() {
        let spellings = [
            "art. 10, § 2º, da Lei nº 9.504/1997", "Art 10, §2o, da lei 9504/97", "artigo 10, parágrafo segundo, da Lei n. 9.504 de 1997",
            "ARTIGO 10º, PARÁGRAFO 2º, DA LEI 9.504/97", "parágrafo 2º do art. 10 da Lei nº 9.504, de 30 de setembro de 1997",
            "Lei 9.504/97, art. 10, § 2º", "§ 2º do artigo décimo da Lei 9.504/1997", "artigo X, § 2, lei 9.504/97",
        ]
        for spelling in spellings { #expect(labels(spelling) == ["law 9504/1997 | a10/p2"], "\(spelling)") }
    }

    @Test(arguments: [
        ("O que diz o art. 73 da Lei 9.504? E o § 10?", ["a73", "a73/p10"]), ("art. 73 da Lei 9.504? e o art. 74?", ["a73", "a74"]),
        ("E o § 10?", []), ("Compare o art. 5º da CF e o art. 5º da Lei 9.504", ["a5", "a5"]),
    ])
    func `a question goes on with the article and the law that it named before`(question: String, units: [String]) {
        let query = LabelQuery(question)
        #expect((query?.references ?? []).map { $0.unit?.key ?? "" } == units)
        #expect(query?.references.allSatisfy { !$0.acts.isEmpty } != false)
    }

    @Test func `any text is read without a trap, and time follows its length`() {
        var random = SplitMix(seed: 11)
        let pieces = [
            "art", ".", " ", "5", "º", "o", "-A", "§", ",", "da", "Lei", "nº", "9.504", "/", "97", "e", "a", "XIV", "(", ")", "3", "\"", "“", "”",
            "Súmula",
            "TST", "CF", "inciso", "alínea", "b", "cláusula", "4.2", "Act", "2018", "\n", "de", "é", "\u{301}", "🦊", "único", "999999999999999999999",
            "disposición", "adicional", "caput", "1.000.000.000", "Código", "Civil", "IN", "res.", "item", "::", "1", "ao",
        ]
        for round in 0..<3000 {
            let count = round == 0 ? 20_000 : Int.random(in: 0..<14, using: &random)
            let text = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            let tokens = LabelTokens(text)
            for reference in LabelReference.all(in: tokens) {
                #expect(reference.range.lowerBound < reference.range.upperBound && reference.range.upperBound <= tokens.count)
            }
            _ = LabelQuery(text)
            _ = LegalMark(text)
        }
    }

    @Test func `tokens tell where they stand in the text`() {
        var random = SplitMix(seed: 12)
        let alphabet = Array("a9.,-º ã\u{301}\u{AD}é🦊§\n“Z".unicodeScalars)
        for _ in 0..<500 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<20, using: &random) { text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)]) }
            let bytes = Array(String(text).utf8)
            var end = 0
            for token in LabelTokens(String(text)).all {
                #expect(token.range.lowerBound >= end && token.range.upperBound <= bytes.count && !token.text.isEmpty)
                #expect(String(validating: bytes[token.range], as: UTF8.self) != nil)
                end = token.range.upperBound
            }
        }
    }

    @Test(
        arguments: [("xiv", 14), ("iv", 4), ("xl", 40), ("cxxi", 121), ("iiii", nil), ("civil", nil), ("", nil), ("vi", 6), ("ic", nil)]
            as [(String, Int?)])
    func `Roman numerals are read in their regular spelling`(word: String, value: Int?) {
        #expect(RomanNumeral.value(of: word) == value)
    }
}
