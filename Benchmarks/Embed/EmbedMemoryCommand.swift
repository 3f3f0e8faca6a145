import ArgumentParser
import Embedding

/// Memory of tokenizer and model after many different questions. They come by standard input, so that this process does not hold what they
/// are made of.
struct EmbedMemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory", abstract: "Memory of tokenizer and model after the questions on standard input, one a line.")

    /// In megabytes, over the process's own before the model is opened.
    private static let bar = Bar(atMost: 24, decimals: 0)

    @Option(help: "The embedded model's pack.") var model: String

    func run() async throws {
        let before = MemoryUse.now
        let model = try EmbeddedModel(pack: ModelPack(path: model))
        var count = 0
        while let question = readLine() {
            _ = try await model.embed(questions: [question])
            count += 1
        }
        let after = MemoryUse.now
        let grown = after.resident - before.resident
        Summary.row("memory before the model is opened", before)
        Summary.row("memory after \(count) different questions", after)
        Summary.row("tokenizer and model", "\(grown) MB resident; \(Self.bar.verdict(on: Double(grown)))")
    }
}
