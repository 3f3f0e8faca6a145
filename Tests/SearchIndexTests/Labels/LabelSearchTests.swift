import Base
import Foundation
@testable import SearchIndex
import Testing

struct LabelSearchTests {
    private typealias Passage = (title: String?, section: String?, text: String)

    private static let passages: [Passage] = [
        ("Lei nº 9.504/1997", "Art. 73", "Art. 73. São proibidas aos agentes públicos as condutas seguintes: ceder bens móveis."),
        ("Lei nº 9.504/1997", "Art. 73", "§ 10. No ano em que se realizar eleição, fica proibida a distribuição gratuita de bens."),
        ("Lei nº 9.504/1997", "Art. 74", "Art. 74. Configura abuso de autoridade a infringência do disposto na Constituição."),
        ("Lei nº 9.504/1997", "Art. 107", "Art. 107. Esta Lei entra em vigor na data de sua publicação."),
        ("Lei Complementar nº 64/1990", "Art. 73", "Art. 73. A inelegibilidade alcança quem foi condenado por abuso do poder econômico."),
        ("Lei Complementar nº 64/1990", "Art. 28", "Art. 28. Esta Lei Complementar entra em vigor na data da sua publicação."),
        ("Código Penal", nil, "Art. 121. Matar alguém: pena de reclusão."),
        ("Código Penal", nil, "Art. 73. Quando, por acidente, o agente atinge outra pessoa."),
        ("Cartilha eleitoral", nil, "Segundo o art. 73, § 10, da Lei nº 9.504/97, é vedada a distribuição de bens no ano da eleição."),
        (
            "Ley Orgánica 3/2018, de 5 de diciembre", "Artículo 14",
            "Artículo 14. Derecho de rectificación.\n1. El afectado deberá indicar los datos.\n2. Acompañará documentos."
        ),
        (
            "Ley 39/2015, de 1 de octubre", "Artículo 14",
            "Artículo 14. Derecho a relacionarse electrónicamente.\n1. Las personas físicas podrán elegir.\n2. Estarán obligadas."
        ),
        ("Services Agreement", nil, "4.1 The Customer shall pay.\n4.2 Interest accrues at four per cent.\n4.3 Taxes are added."),
        ("Lease", nil, "Section 12. Repairs\n(1) The tenant repairs.\n(3) The landlord keeps the roof."),
        ("Súmulas do TST", nil, "Súmula nº 331 - CONTRATO DE PRESTAÇÃO DE SERVIÇOS. LEGALIDADE. A contratação por empresa interposta é ilegal."),
        ("Súmulas do STF", nil, "Súmula nº 331 - É legítima a incidência do imposto no inventário por morte presumida."),
        ("Súmulas do STF", nil, "SÚMULA VINCULANTE 13\nA nomeação de cônjuge viola a Constituição."),
    ]

    private func make(_ passages: [Passage], in folder: String) throws -> SearchIndex {
        let writer = try ChunkWriter(path: "\(folder)/meta.json")
        let vectors = try VectorIndexWriter(path: "\(folder)/faiss.index", dimension: 4)
        for (number, passage) in passages.enumerated() {
            try writer.append(Chunk(number: number, text: passage.text, title: passage.title, source: passage.title ?? "x", section: passage.section))
            try vectors.add([[1, 0, 0, Float(number)]])
        }
        try writer.finish()
        try vectors.write()
        _ = try ChunkStoreBuilder().build(meta: "\(folder)/meta.json", store: "\(folder)/chunks.sqlite")
        let manifest = Manifest(revision: "r", createdAt: "2026-01-02T03:04:05Z", embedModel: "m", numChunks: passages.count, dimension: 4)
        try manifest.json().write(to: URL(fileURLWithPath: "\(folder)/manifest.json"))
        return try SearchIndex(folder: folder)
    }

    private func found(_ question: String, in index: SearchIndex, top: Int = 16) throws -> [Int] {
        try index.search(SearchQuery(text: question, vector: nil, top: top)).map(\.chunk)
    }

    @Test func `the unit of the right law comes first, in whatever words`() throws {
        try withFolder { folder in
            let index = try make(Self.passages, in: folder)
            let expected: [(String, [Int])] = [
                ("O que diz o art. 73 da Lei 9.504?", [0, 1]), ("art. 73, § 10, da Lei 9.504", [1, 0]), ("lei 9504/97 art 73", [0, 1]),
                ("parágrafo 10 do artigo 73 da Lei das Eleições", [1, 0]), ("art. 73 da LC 64/90", [4]), ("art. 73 da Lei 64/1990", [4]),
                ("art. 73 do CP", [7]), ("O que prevê o artigo 121 do Código Penal?", [6]), ("art. 121 do Decreto-Lei nº 2.848/1940", [6]),
                ("art. 121", [6]), ("artículo 14.2 de la Ley Orgánica 3/2018", [9]), ("artículo 14 de la ley 39/2015", [10]), ("clause 4.2", [11]),
                ("What does section 12(3) say?", [12]), ("Súmula 331 do TST", [13]), ("súmula 331 do STF", [14]), ("súmula vinculante nº 13", [15]),
                ("Quando entra em vigor a Lei 9.504/1997?", [3]), ("Quando entra em vigor a LC 64?", [5]), ("art. 73 da Lei 9.504/98", [0, 1]),
            ]
            for (question, first) in expected {
                #expect(try Array(found(question, in: index, top: first.count)) == first, "\(question)")
            }
        }
    }

    @Test func `a question that names a law has no article of another before its own`() throws {
        try withFolder { folder in
            let index = try make(Self.passages, in: folder)
            let hits = try index.search(SearchQuery(text: "art. 73 da Lei 9.504", vector: nil, top: 16))
            let shares = Dictionary(uniqueKeysWithValues: hits.map { ($0.chunk, $0.arms["label"] ?? 0) })
            #expect((shares[0] ?? 0) > (shares[2] ?? 0) && (shares[2] ?? 0) > (shares[8] ?? 0) && (shares[8] ?? 0) > 0)
            #expect(shares[4] == 0 && shares[7] == 0)
            #expect(zip(hits, hits.dropFirst()).allSatisfy { $0.score >= $1.score })
            for hit in hits { #expect(abs(hit.arms.values.reduce(0, +) - hit.score) < 1e-6) }
        }
    }

    @Test func `where no law is named, or none that the index knows, the article alone tells`() throws {
        try withFolder { folder in
            let index = try make(Self.passages, in: folder)
            #expect(Set(try found("art. 73", in: index).prefix(4)) == [0, 1, 4, 7])
            #expect(Set(try found("art. 73 da Lei 1.234/1999", in: index).prefix(5)).isSuperset(of: [0, 4, 7]))
        }
    }

    @Test func `a question without labels is ranked as if there were no label index`() throws {
        try withFolder { folder in
            let index = try make(Self.passages, in: folder)
            let questions = [
                "distribuição de bens no ano da eleição", "abuso do poder econômico", "¿Quién puede elegir?", "Who repairs the roof?", "vigor", "lei",
                "contrato de prestação",
                "nomeação de cônjuge", "interest per cent", "73", "§", "pena de reclusão", "What does the contract say?",
            ]
            for question in questions {
                var query = SearchQuery(text: question, vector: [1, 0, 0, 2], top: 16)
                let with = try index.search(query)
                query.usesLabels = false
                #expect(try index.search(query) == with, "\(question)")
                #expect(with.allSatisfy { $0.arms["label"] == nil })
            }
        }
    }

    @Test func `an article without a word of the question is still the first, however alike the others are`() throws {
        try withFolder { folder in
            let alike = (1...60).map { number -> Passage in
                ("Lei nº \(9000 + number)/1997", nil, "Qual o prazo do recurso eleitoral contra a decisão \(number % 2 == 0 ? "dele " : "")dali?")
            }
            let index = try make(alike + [("Regras", nil, "Art. 73. Xis."), ("Lei nº 9.504/1997", "Art. 73", "É vedado.")], in: folder)
            let question = "Qual o prazo do recurso eleitoral contra a decisão, pelo artigo LXXIII da Lei das Eleições?"
            #expect(try found(question, in: index, top: 1) == [61])
        }
    }

    @Test func `a long article leaves room for what else the question is about`() throws {
        try withFolder { folder in
            let long = (1...20).map { number -> Passage in
                ("Lei nº 9.504/1997", "Art. 5º", "§ \(number)º Parágrafo de número \(number) sobre outro assunto qualquer \(number * 7).")
            }
            let index = try make(long + [("Guia", nil, "O sigilo das comunicações telefônicas é inviolável em todo caso.")], in: folder)
            let hits = try found("O que diz o art. 5º da Lei 9.504 sobre o sigilo das comunicações telefônicas?", in: index, top: 8)
            #expect(hits.contains(20) && hits.count { $0 < 20 } >= 6)
        }
    }
}
