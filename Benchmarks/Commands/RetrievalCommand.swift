import Answering
import ArgumentParser
import Base
import Embedding
import Foundation
import SearchIndex

/// Quality on sets: nDCG@10 of the questions as written, without accents, and with a word misspelt.
struct RetrievalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "retrieval", abstract: "nDCG@10 on sets of passages and questions.")

    @Option(help: "Folder of the sets: each a folder with passages.jsonl, queries.jsonl and qrels.tsv.")
    var data = "../shared/data/retrieval"
    @Option(help: "The embedded model's pack.")
    var model: String
    @Option(help: "Where indexes are made; kept and used again.")
    var scratch = NSTemporaryDirectory() + "docent-bench"
    @Flag(help: "Search by words alone.")
    var words = false

    func run() async throws {
        let embedder = try EmbeddedModel(pack: ModelPack(path: model))
        print("set".padding(toLength: 16, withPad: " ", startingAt: 0), Variant.allCases.map(\.rawValue).joined(separator: "   "))
        for set in try RetrievalSet.all(in: data) {
            let folder = "\(scratch)/\(set.name)"
            if !FileManager.default.fileExists(atPath: "\(folder)/\(ArtifactLayout.manifest)") {
                try await IndexMaker(folder: folder, model: embedder).make(set)
            }
            let index = try SearchIndex(folder: folder)
            let retriever = Retriever(index: { index }, embedder: { [words] _ in words ? nil : embedder })
            var cells: [String] = []
            for variant in Variant.allCases {
                let gain = try await mean(of: set, variant, by: retriever)
                cells.append(String(format: "%.4f", gain).padding(toLength: variant.rawValue.count + 2, withPad: " ", startingAt: 0))
            }
            print(set.name.padding(toLength: 16, withPad: " ", startingAt: 0), cells.joined(separator: " "))
        }
    }

    private func mean(of set: RetrievalSet, _ variant: Variant, by retriever: Retriever) async throws -> Double {
        var total = 0.0
        let judged = set.questions.filter { set.grades[$0.id] != nil }
        for (number, question) in judged.enumerated() {
            let text = variant.apply(to: question.text, seed: UInt64(number))
            let found = try await retriever.retrieve(Question(text: text), top: 10)
            total += set.gain(of: found.passages.compactMap(\.source), for: question.id)
        }
        return total / Double(max(judged.count, 1))
    }
}
