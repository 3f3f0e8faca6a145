import ArgumentParser
import Base
import Embedding
import Foundation

/// Memory of a process with nothing but tokenizer and model, after many different questions. They come by standard input, so that this
/// process does not hold what they are made of.
struct EmbedMemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory", abstract: "Memory of tokenizer and model after the questions on standard input, one a line.")

    @Option(help: "The embedded model's pack.") var model: String

    func run() async throws {
        let process = getpid()
        let before = MemoryUse(of: process)
        let model = try EmbeddedModel(pack: ModelPack(path: model))
        var count = 0
        while let question = readLine() {
            _ = try await model.embed(questions: [question])
            count += 1
        }
        Summary.row("memory before the model is opened", before)
        Summary.row("memory after \(count) different questions", MemoryUse(of: process))
    }
}
