import ArgumentParser
import Embedding
import Foundation

/// Makes the large index that `latency` searches, in a process of its own so that making it does not count as memory at rest.
struct BuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "build", abstract: "Makes a large seeded index out of the sets.")

    @Option(help: "Folder of the sets.")
    var data = "../shared/data/retrieval"
    @Option(help: "The embedded model's pack.")
    var model: String
    @Option(help: "Folder of the index.")
    var output: String
    @Option(help: "How many chunks it has.")
    var chunks = 41_109

    func run() async throws {
        let embedder = try EmbeddedModel(pack: ModelPack(path: model))
        let start = ContinuousClock.now
        let entries = try await ScaleCorpus(sets: RetrievalSet.all(in: data), count: chunks).entries(by: embedder)
        let embedded = ContinuousClock.now
        let recall = try IndexMaker(folder: output, model: embedder).make(revision: "scale", entries)
        print("chunks \(chunks), texts and vectors \(embedded - start), index \(ContinuousClock.now - embedded), recall@10 \(recall)")
    }
}
