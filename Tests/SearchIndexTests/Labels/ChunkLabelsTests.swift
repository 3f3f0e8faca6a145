@testable import SearchIndex
import Testing

struct ChunkLabelsTests {
    /// The labels of chunks in order, each unit with `+` where it begins, and the name of its act before it.
    private func labels(_ chunks: [(title: String?, section: String?, source: String?, text: String)]) -> [Set<String>] {
        var tracker = LabelTracker()
        return chunks.enumerated().map { number, chunk in
            let found = tracker.labels(
                of: Chunk(number: number, text: chunk.text, title: chunk.title, source: chunk.source, section: chunk.section))
            let acts = found.acts.map { tracker.registry.acts[$0] }.map { $0.number ?? $0.body ?? $0.words.joined(separator: " ") }
            return Set((acts.isEmpty ? [""] : acts).flatMap { act in found.units.map { "\(act)|\($0.key)\($0.value == .begins ? "+" : "")" } })
        }
    }

    private func labels(title: String? = nil, section: String? = nil, source: String? = "a.txt", _ texts: String...) -> [Set<String>] {
        labels(texts.map { (title, section, source, $0) })
    }

    @Test func `a law's chunks have its articles, paragraphs, items and letters, where they begin and where they go on`() {
        let found = labels(
            title: "LEI Nº 9.504, DE 30 DE SETEMBRO DE 1997",
            """
            Art. 72. Constituem crimes, puníveis com reclusão:
            I - obter acesso; (Vide Lei nº 13.165, de 2015)
            II - desenvolver programa.
            Art. 73. São proibidas aos agentes públicos, nos termos do
            art. 14 da Constituição, as seguintes condutas:
            I - ceder bens;
            """,
            "II - usar materiais;\na) de consumo;\n§ 1º Reputa-se agente público, para os efeitos do art. 5º,",
            "quem exerce mandato.\n§ 10. No ano em que se realizar eleição.\nArt. 74-A. (VETADO)")
        #expect(found[0] == ["9504|a72+", "9504|a72/i1+", "9504|a72/i2+", "9504|a73+", "9504|a73/i1+"])
        #expect(found[1] == ["9504|a73", "9504|a73/i2+", "9504|a73/i2/la+", "9504|a73/p1+"])
        #expect(found[2] == ["9504|a73", "9504|a73/p1", "9504|a73/p10+", "9504|a74a+"])
    }

    @Test func `what an amendment quotes is the amended law's`() {
        let quoted = """
            Art. 107. Os arts. 5º e 6º da Lei nº 9.096, de 1995, passam a vigorar com a seguinte redação:
            “Art. 5º Nova redação.
            § 2º Outra.
            Art. 6º Também.” (NR)
            Parágrafo único. Esta alteração não retroage.
            Art. 108. Revogam-se as disposições.
            """
        let own: Set<String> = ["9504|a107+", "9504|a107/punico+", "9504|a108+"]
        #expect(labels(title: "Lei nº 9.504/1997", quoted) == [own])
        #expect(labels(title: "Lei nº 9.504/1997", quoted.replacing("“", with: "\"").replacing("”", with: "\"")) == [own])
        // The quotation goes on in the next chunk, and ends there.
        let cut = labels(title: "Lei nº 9.504/1997", "Art. 107. Passa a vigorar:\n“Art. 5º Nova redação.", "Art. 6º Também.” (NR)\nArt. 108. Fim.")
        #expect(cut == [["9504|a107+"], ["9504|a107", "9504|a108+"]])
        // A mark that nobody closed does not swallow the articles behind it.
        let open = labels(title: "Lei nº 9.504/1997", "Art. 107. Passa a vigorar:\n“Art. 5º Nova redação.\nArt. 108. Fim.")
        #expect(open == [["9504|a107+", "9504|a108+"]])
    }

    @Test(
        arguments: [
            ("Lei nº 9.504/1997", nil, "x.txt"), ("Lei das Eleições (Lei nº 9.504/1997)", nil, "x.txt"),
            ("9504", "Lei nº 9.504, de 30 de setembro de 1997 — Capítulo II", "x"),
            (nil, nil, "leis/lei-9504.html"), (nil, nil, "https://www.planalto.gov.br/ccivil_03/leis/l9504compilado.htm"), ("L9504", nil, nil),
            ("Planalto - Lei nº 9.504", nil, "x.txt"), (nil, nil, "01_Lei_9.504_1997.pdf"), ("Anexo", nil, "lei_no_9504_de_1997.docx"),
        ] as [(String?, String?, String?)])
    func `a law is known by title, headings or file`(title: String?, section: String?, source: String?) {
        #expect(labels(title: title, section: section, source: source, "Art. 1º As eleições dar-se-ão no domingo.") == [["9504|a1+"]])
    }

    @Test(arguments: [
        "LEI Nº 9.504, DE 30 DE SETEMBRO DE 1997.\nArt. 1º As eleições.",
        "Presidência da República\nCasa Civil\nLei no 9.504, de 30 de setembro de 1997\nArt. 1º As eleições.",
        "Lei nº 9.504/1997, art. 1º. As eleições dar-se-ão.", "Art. 1º da Lei nº 9.504/97: As eleições.", "[Lei nº 9.504/1997] Art. 1º As eleições.",
        "Lei nº 9.504/1997 > Das eleições > Art. 1º\nAs eleições.", "Lei 9.504/1997 Art. 1º As eleições.",
        "Lei nº 9.504, de 1997 — Art. 1º As eleições.",
    ])
    func `a text that begins with its own label is known by it`(text: String) {
        #expect(labels(source: "p.jsonl", text) == [["9504|a1+"]])
    }

    @Test(arguments: [
        "Comentários ao art. 5º da Lei 9.504.", "Nos termos do\nArt. 37. da Constituição", "O art. 73 da Lei nº 9.504/1997 proíbe.",
        "Art. 37 da Constituição trata disso.",
        "Art. 5º, caput, da Lei", "Ver art. 5º. Nada mais.", "A Lei nº 9.504, de 30 de setembro de 1997, dispõe.",
    ])
    func `what a text merely refers to it does not hold`(text: String) {
        #expect(labels(text) == [[]])
    }

    @Test func `what is cited is kept apart, by the law's number and the article`() {
        var tracker = LabelTracker()
        let text = "Art. 2º Aplica-se o art. 73, § 10, da Lei nº 9.504/97, o art. 5º, XIV, da CF e o art. 9º desta Lei."
        let found = tracker.labels(of: Chunk(number: 0, text: text, title: "Lei nº 9.096/1995"))
        #expect(
            found.cited.map { "\($0.act) \($0.unit)" }.sorted() == [
                "#9504 a73", "#9504 a73/p10", "=constituicao federal a5", "=constituicao federal a5/i14",
            ])
    }

    @Test func `without line ends, articles and their parts begin after a sentence`() {
        let text = """
            Art. 5º Todos são iguais, nos termos seguintes: I - homens e mulheres são iguais; II - ninguém será obrigado; e III - é livre. § 1º As normas têm \
            aplicação, conforme o art. 60. § 2º Os direitos não excluem outros. Art. 6º São direitos sociais a educação.
            """
        #expect(
            labels(title: "Constituição Federal", text) == [
                [
                    "constituicao federal|a5+", "constituicao federal|a5/i1+", "constituicao federal|a5/i2+", "constituicao federal|a5/i3+",
                    "constituicao federal|a5/p1+",
                    "constituicao federal|a5/p2+", "constituicao federal|a6+",
                ]
            ])
    }

    @Test func `the transitional act at a constitution's end is an act of its own`() {
        let found = labels(
            title: "CONSTITUIÇÃO DA REPÚBLICA FEDERATIVA DO BRASIL DE 1988", source: "constituicao.htm",
            "Art. 250. Com o objetivo de assegurar recursos.",
            "ATO DAS DISPOSIÇÕES CONSTITUCIONAIS TRANSITÓRIAS\nArt. 1º O Presidente prestará o compromisso.")
        #expect(found == [["constituicao federal|a250+"], ["ato disposicoes constitucionais transitorias|a1+"]])
    }

    @Test func `one file may hold several laws`() {
        let found = labels(
            source: "coletanea.pdf", "LEI Nº 9.504, DE 30 DE SETEMBRO DE 1997\nArt. 1º Um.\nLEI Nº 9.096, DE 19 DE SETEMBRO DE 1995\nArt. 1º Dois.",
            "Art. 2º Três.")
        #expect(found == [["9504|a1+", "9096|a1+"], ["9096|a2+"]])
    }

    @Test func `an English contract's clauses are known by their numbers, with and without the word`() {
        let found = labels(
            title: "Services Agreement", source: "agreement.docx",
            """
            4. Payment
            4.1 The Customer shall pay each invoice within 30 days.
            4.2 Interest accrues under clause 9.3 at 4 per cent.
            4.2.1 It is compounded monthly.
            """,
            "Section 12. Data protection\n(1) Each party shall comply.\n(3) The Supplier shall notify:\n(a) the Customer; and\n(b) the authority.",
            "CLAUSE 13 - Term\nThis agreement lasts a year.")
        #expect(found[0] == ["|k4+", "|k4/p1+", "|k4/p2+", "|k4/p2/i1+"])
        #expect(found[1] == ["|k12+", "|k12/p1+", "|k12/p3+", "|k12/p3/la+", "|k12/p3/lb+"])
        #expect(found[2] == ["|k13+"])
    }

    @Test func `a Spanish law's sections of articles and its additional provisions`() {
        let found = labels(
            title: "Ley Orgánica 3/2018, de 5 de diciembre, de Protección de Datos Personales", section: "TÍTULO III — Artículo 14",
            """
            Artículo 14. Derecho de rectificación.
            1. Al ejercer el derecho reconocido en el artículo 16 del Reglamento (UE) 2016/679, el afectado deberá indicar:
            a) los datos;
            b) la corrección.
            2. Cuando sea preciso, acompañará la documentación.
            """)
        #expect(found == [["3|a14+", "3|a14/p1+", "3|a14/p1/la+", "3|a14/p1/lb+", "3|a14/p2+"]])
        let additional = labels(
            title: "Ley 39/2015, de 1 de octubre",
            "Disposición adicional primera. Especialidades.\n1. Los procedimientos.\nDisposición final 2.ª Título.", "Artículo 12 bis. Nuevo.")
        #expect(additional == [["39|da1+", "39|da1/p1+", "39|df2+"], ["39|a12bis+"]])
    }

    @Test func `precedents have the court that their document names`() {
        #expect(labels(title: "Súmulas do TST", "SÚMULA Nº 331 - CONTRATO DE PRESTAÇÃO DE SERVIÇOS") == [["tst|s331+"]])
        #expect(labels("Súmula nº 331 do TST - CONTRATO DE PRESTAÇÃO") == [["tst|s331+"]])
        #expect(labels(title: "Súmula Vinculante 13", "A nomeação de cônjuge viola a Constituição.") == [["|v13+"]])
    }

    @Test func `a chunk without a heading goes on with the article before it, where order makes that clear`() {
        #expect(
            labels(title: "Lei 9.504/1997", "Art. 73. São:\n§ 4º Quatro.", "§ 5º Cinco.") == [
                ["9504|a73+", "9504|a73/p4+"], ["9504|a73", "9504|a73/p5+"],
            ])
        // Shuffled passages: the second paragraph after the fourth is another article's.
        #expect(labels(title: "Lei 9.504/1997", "Art. 73. São:\n§ 4º Quatro.", "§ 2º Dois.")[1] == [])
        // Passages of anything in one file.
        #expect(labels(source: "p.jsonl", "Art. 73. São proibidas.", "O céu é azul.")[1] == [])
        // Another document, another heading.
        #expect(labels([("A", nil, "a", "Art. 73. São."), ("B", nil, "b", "e assim por diante.")])[1] == [])
        #expect(labels([("A", "Capítulo I", "a", "Art. 73. São."), ("A", "Anexo", "a", "e assim por diante.")])[1] == [])
    }
}
