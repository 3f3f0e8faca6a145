@testable import SearchIndex
import Testing

@Test(
    arguments: [
        ("Art. 5º Todos são iguais", "Art. 5º"), ("Art. 5o. Todos", "Art. 5o"), ("Artículo 12. La ley", "Artículo 12"),
        ("ARTIGO 3.º - Texto", "ARTIGO 3.º"),
        ("Art. 1.023. Nas obrigações", "Art. 1.023"), ("Art. 103-B. O Conselho", "Art. 103-B"), ("Artículo único. Se aprueba", "Artículo único"),
        ("SÚMULA VINCULANTE 11", "SÚMULA VINCULANTE 11"), ("Súmula nº 331 do TST", nil), ("Súmula nº 331", "Súmula nº 331"),
        ("CLÁUSULA PRIMEIRA - DO OBJETO", "CLÁUSULA PRIMEIRA"), ("Cláusula 2ª Do preço", "Cláusula 2ª"),
        ("Disposición adicional primera. Régimen", "Disposición adicional primera"), ("Art. 37 da Constituição", nil), ("art. 5º Todos", nil),
        ("Art. 5º, caput, da Lei", nil), ("Artefatos 5", nil), ("“Art. 5º Nova", nil), ("Art. 4º (VETADO)", "Art. 4º"), ("Artículo 5", "Artículo 5"),
    ] as [(String, String?)])
func `an article's beginning is told from a reference to one`(line: String, label: String?) {
    let expected: LegalMark? = label.map { .article(label: $0) }
    #expect(LegalMark(line) == expected)
}

@Test(
    arguments: [
        ("CAPÍTULO I", LegalMark.heading(level: 3, isBare: true)), ("TÍTULO II - Dos Direitos", .heading(level: 2, isBare: false)),
        ("Capítulo Primero", .heading(level: 3, isBare: true)), ("SECCIÓN 2.ª Del procedimiento", .heading(level: 4, isBare: false)),
        ("§ 1º O prazo", .item), ("IV - os demais", .item), ("a) primeiro", .item), ("3.1 Escopo", .item), ("• ponto", .item),
        ("Título I da Constituição", nil), ("1997 foi um ano", nil), ("Mil e um", nil), ("A - B", nil),
    ] as [(String, LegalMark?)])
func `headings and items are known by their first words`(line: String, mark: LegalMark?) {
    #expect(LegalMark(line) == mark)
}

@Test(
    arguments: [
        ("LEI Nº 9.504, DE 30 DE SETEMBRO DE 1997.", "LEI Nº 9.504, DE 30 DE SETEMBRO DE 1997"),
        ("DECRETO-LEI No 2.848, DE 7 DE DEZEMBRO DE 1940", "DECRETO-LEI No 2.848, DE 7 DE DEZEMBRO DE 1940"),
        ("ATO DAS DISPOSIÇÕES CONSTITUCIONAIS TRANSITÓRIAS", "ATO DAS DISPOSIÇÕES CONSTITUCIONAIS TRANSITÓRIAS"),
        ("Lei nº 9.504, de 30 de setembro de 1997, e outras", nil), ("LEI Nº 9.504", nil), ("LEI ORGÂNICA DO MUNICÍPIO", nil),
        ("DECRETO Nº 9.504, DE 1997, que regulamenta", nil),
    ] as [(String, String?)])
func `a law's own name stands in capitals and has its year`(line: String, name: String?) {
    #expect(LegalMark(line) == name.map { .act(name: $0) })
}

@Test(arguments: [
    ("nos termos do", true), ("a que se refere a", true), ("e com o art. 5º,", true), ("da Constituição.", false), ("São Paulo", false), ("", false),
    ("DO", false),
])
func `a line that ends with a small word goes on in the next`(line: String, goesOn: Bool) {
    #expect(LegalMark.goesOn(after: line[...]) == goesOn)
}
