import Answering
import ArgumentParser
import Embedding
import Foundation
import SearchIndex

/// Quality on sets: nDCG@10 of the questions as written, without accents, and with a word misspelt, each beside its bar and beside what
/// other programs found.
struct RetrievalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "retrieval", abstract: "nDCG@10 on sets of passages and questions.")

    @Option(help: "Folder of the sets: each a folder with passages.jsonl, queries.jsonl and qrels.tsv.") var data = "../shared/data/retrieval"
    @Option(help: "The embedded model's pack.") var model: String
    @Option(help: "Where indexes are made; kept, and used again as long as nothing has changed.")
    var scratch = NSTemporaryDirectory() + "docent-bench"
    @Flag(help: "Search by words alone.") var words = false
    @Option(help: "NAME=FOLDER of what another program found: SET.SPELLING.jsonl, as `docent search --queries` prints it.")
    var found: [NamedPath] = []

    func run() async throws {
        let embedder = try EmbeddedModel(pack: ModelPack(path: model))
        let indexes = SetIndexes(folder: scratch, embedder: embedder, model: model)
        var table = QualityTable(others: found)
        table.printHead()
        for set in try RetrievalSet.all(in: data) {
            let index = try await indexes.index(of: set)
            let retriever = Retriever(index: { index }, embedder: { [words] _ in words ? nil : embedder })
            for variant in Variant.allCases {
                try table.add(set, variant, ours: try await mean(of: set, variant, by: retriever))
            }
        }
        table.printMeans()
    }

    private func mean(of set: RetrievalSet, _ variant: Variant, by retriever: Retriever) async throws -> Double {
        var total = 0.0
        let asked = set.asked(variant)
        for question in asked {
            let found = try await retriever.search(Question(text: question.text), top: 10) { index, hits in
                try hits.compactMap { try index.chunk($0.chunk).source }
            }
            total += set.gain(of: found, for: question.id)
        }
        return total / Double(max(asked.count, 1))
    }
}
