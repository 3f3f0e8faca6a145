import Base
import Foundation
import SearchIndex
import Testing
import TestSupport

@testable import IndexBuild

/// Laws with the same article numbers, through ingestion and search, by words alone.
struct LawIndexTests {
    private let laws: [MadeLaw]
    private let questions: [LabelQuestion]
    private let input: Scratch
    private let output: Scratch

    init() throws {
        var maker = LawMaker(seed: 27)
        laws = maker.laws(4, articles: 21)
        questions = maker.questions(of: laws, each: 6)
        input = try Scratch()
        output = try Scratch()
    }

    private func index() async throws -> SearchIndex {
        let configuration = IngestConfiguration(
            input: input.path, output: output.path, createdAt: "2026-01-02T03:04:05Z", generator: "test 1", width: 2, batch: 32,
            workerExecutable: Places.worker)
        let report = try await Ingestion(configuration: configuration, embedder: HashEmbedder(), tokens: .estimate).run()
        #expect(report.exitCode == 0)
        _ = try ChunkStoreBuilder().build(meta: output.path + "/meta.json", store: output.path + "/chunks.sqlite")
        return try SearchIndex(folder: output.path)
    }

    /// For each form the share of questions that one of the first five answers, and of those whose first is of another law.
    private func measure(_ index: SearchIndex, labels: Bool, law: (Chunk) -> String?) throws -> [LabelQuestion.Form: (hit: Double, wrong: Double)] {
        var counts: [LabelQuestion.Form: (hits: Double, wrong: Double, all: Double)] = [:]
        for question in questions {
            let found = try index.search(SearchQuery(text: question.text, vector: nil, top: 5, usesLabels: labels)).map { try index.chunk($0.chunk) }
            var count = counts[question.form] ?? (0, 0, 0)
            count.all += 1
            if found.contains(where: { law($0) == question.law && $0.text.contains(question.answer) }) { count.hits += 1 }
            if found.first.flatMap(law) != question.law { count.wrong += 1 }
            counts[question.form] = count
        }
        return counts.mapValues { ($0.hits / $0.all, $0.wrong / $0.all) }
    }

    @Test func `articles asked for by number are found in the right law, whatever form the documents have`() async throws {
        for (place, law) in laws.enumerated() {
            switch place % 3 {
            case 0: try input.write("\(law.fileName).txt", text: law.text)
            case 1: try input.write("\(law.fileName).html", text: law.html)
            default: try input.write("\(law.fileName).txt", text: law.page)
            }
        }
        let index = try await index()
        let with = try measure(index, labels: true) { $0.source.map { ($0 as NSString).deletingPathExtension } }
        for form in LabelQuestion.Form.allCases {
            #expect((with[form]?.hit ?? 0) >= 0.95, "\(form) \(with)")
            #expect((with[form]?.wrong ?? 1) <= 0.02, "\(form) \(with)")
        }
    }

    @Test(arguments: MadeLaw.Cut.allCases)
    func `passages that others cut are found by label as they stand`(cut: MadeLaw.Cut) async throws {
        try input.write("passages.jsonl", text: try laws.flatMap { try $0.passages(cut) }.joined(separator: "\n"))
        let index = try await index()
        let with = try measure(index, labels: true) { $0.metadata["law"]?.stringValue }
        for form in LabelQuestion.Form.allCases {
            #expect((with[form]?.hit ?? 0) >= 0.95, "\(form) \(with)")
            #expect((with[form]?.wrong ?? 1) <= 0.02, "\(form) \(with)")
        }
    }

    @Test func `clauses of a contract and sections of a Spanish law are found through ingestion`() async throws {
        let filler = "The parties act in good faith, keep records of what they do, and tell one another in writing of any delay."
        let clauses = (1...14).map { clause in
            let parts = (1...4).map { "\(clause).\($0) Provision \(clause)-\($0): \(filler)" }
            return "\(clause). HEADING \(clause)\n\n" + parts.joined(separator: "\n\n")
        }
        try input.write("agreement.txt", text: "SUPPLY AGREEMENT\n\n" + clauses.joined(separator: "\n\n"))
        let lease = (1...14).map { section in
            "Section \(section). Matter \(section)\n\n" + (1...4).map { "(\($0)) Rule \(section)-\($0): \(filler)" }.joined(separator: "\n\n")
        }
        try input.write("lease.md", text: "# Lease of a house\n\n" + lease.joined(separator: "\n\n"))
        let text =
            "el interesado podrá ejercer su derecho ante el responsable, que contestará en el plazo previsto en el artículo 12 de la Ley 1/2000."
        for (number, year) in [(3, 2018), (39, 2015)] {
            let articles = (1...20).map { article in
                "Artículo \(article). Derecho \(article).\n\n"
                    + (1...3).map { "\($0). Regla \(number)-\(article)-\($0): \(text)" }.joined(separator: "\n\n")
            }
            let last = "Disposición adicional primera. Regla \(number)-adicional: \(text)"
            try input.write(
                "ley\(number).txt",
                text: "Ley\(number == 3 ? " Orgánica" : "") \(number)/\(year), de 5 de diciembre.\n\n" + (articles + [last]).joined(separator: "\n\n")
            )
        }
        let index = try await index()
        let expected = [
            ("What does clause 4.2 of the agreement say?", "Provision 4-2:"), ("clause 12.3 of the supply agreement", "Provision 12-3:"),
            ("What is in section 12(3) of the lease?", "Rule 12-3:"),
            ("¿Qué dice el artículo 14.2 de la Ley Orgánica 3/2018?", "Regla 3-14-2:"), ("artículo 14 de la Ley 39/2015", "Regla 39-14-1:"),
            ("apartado 3 del artículo 7 de la ley 39/2015", "Regla 39-7-3:"), ("disposición adicional primera de la LO 3/2018", "Regla 3-adicional:"),
        ]
        for (question, answer) in expected {
            let first = try index.search(SearchQuery(text: question, vector: nil, top: 1)).first.map { try index.chunk($0.chunk).text } ?? ""
            #expect(first.contains(answer), "\(question): \(first)")
        }
    }

    @Test func `no chunk has two articles, and those that fit are whole`() async throws {
        for law in laws { try input.write("\(law.fileName).txt", text: law.text) }
        let index = try await index()
        var chunks: [String: [Chunk]] = [:]
        for number in 0..<index.manifest.numChunks {
            let chunk = try index.chunk(number)
            chunks[chunk.source ?? "", default: []].append(chunk)
        }
        for law in laws {
            let own = chunks["\(law.fileName).txt"] ?? []
            for chunk in own { #expect(law.articles.count { chunk.text.contains($0.start) } <= 1, "\(chunk.text)") }
            for article in law.articles {
                let holding = own.filter { $0.section?.hasSuffix("Art. \(article.number)") == true && $0.text.contains(article.start) }
                #expect(holding.count == 1)
                let whole = article.lines.joined(separator: "\n")
                if TokenCounter.estimate.count(whole) <= 340 { #expect(holding.first?.text.contains(whole) == true) }
            }
        }
    }
}
