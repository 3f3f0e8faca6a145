import ArgumentParser
import Embedding
import Foundation

/// The cosines between the model's vectors and the reference's, which come by standard input as `reference.py` prints them.
struct EmbedAgreementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement", abstract: "Compares the model with the reference's vectors on standard input.")

    private struct Reference: Decodable {
        var text: String
        var ids: [UInt32]
        var vector: [Float]
    }

    /// For the worst cosine.
    private static let bar = Bar(atLeast: 0.999, decimals: 3)

    @Option(help: "The embedded model's pack.") var model: String

    func run() async throws {
        let references = try JSONDecoder().decode([Reference].self, from: FileHandle.standardInput.readDataToEndOfFile())
        for kernels in Kernels.available.reversed() {
            let model = try EmbeddedModel(pack: ModelPack(path: model), kernels: kernels)
            // In one batch, so that texts of all lengths stand in each other's neighbourhood.
            let vectors = try await model.embed(questions: references.map(\.text))
            let cosines = zip(vectors, references).map { Self.cosine($0, $1.vector) }
            let others = references.count { reference in
                // For a text without anything to read the reference has the unknown piece.
                let own = model.tokens(in: reference.text)
                return (own.isEmpty ? [0] : own) != reference.ids
            }
            let worst = cosines.min() ?? 0
            let mean = cosines.reduce(0, +) / Double(max(cosines.count, 1))
            Summary.row(
                "cosine with the reference, \(references.count) texts, \(kernels.name)",
                String(format: "worst %.6f, mean %.6f; other tokens in %d; ", worst, mean, others) + Self.bar.verdict(on: worst))
        }
    }

    private static func cosine(_ a: [Float], _ b: [Float]) -> Double {
        func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
    }
}
