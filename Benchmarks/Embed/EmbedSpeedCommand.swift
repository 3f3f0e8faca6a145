import ArgumentParser
import Base
import Embedding
import Foundation

/// Passages a second on all cores by every set of instructions that runs here, and the times of a question's parts.
struct EmbedSpeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "speed", abstract: "Passages a second, and the time of a question.")

    @Option(help: "Folder of the sets.") var data = "../shared/data/retrieval"
    @Option(help: "The embedded model's pack.") var model: String
    @Option(help: "How often all passages are embedded; the fastest counts.") var rounds = 3
    @Option(help: "How many questions.") var questions = 600
    @Option(help: "Only this set of instructions, such as AVX2.") var kernels: String?
    @Option(help: "How many passages of about 200 tokens a question is compared with.") var candidates = 30

    func run() async throws {
        let sets = try RetrievalSet.all(in: data)
        var seen: Set<String> = []
        let passages = sets.flatMap(\.passages).filter { seen.insert($0.text).inserted }.map { PassageInput(title: $0.title ?? "", text: $0.text) }
        let levels = Kernels.available.reversed().filter { kernels == nil || $0.name == kernels }
        for kernels in levels where rounds > 0 {
            let model = try EmbeddedModel(pack: ModelPack(path: model), kernels: kernels)
            try await measure(passages, by: model, kernels.name)
        }
        let asked = sets.flatMap(\.questions).map(\.text)
        for kernels in levels {
            let model = try EmbeddedModel(pack: ModelPack(path: model), kernels: kernels)
            try await measure(asked, against: passages, by: model, kernels.name)
        }
    }

    private func measure(_ passages: [PassageInput], by model: EmbeddedModel, _ name: String) async throws {
        var (best, processor, windows) = (Duration.seconds(1_000_000), Duration.zero, 0)
        for _ in 0..<rounds {
            let (start, cpu) = (ContinuousClock.now, CPUTime.ofProcess)
            windows = 0
            // As many at once as ingestion hands over.
            for first in stride(from: 0, to: passages.count, by: 32) {
                let vectors = try await model.embed(passages: Array(passages[first..<min(first + 32, passages.count)]))
                windows += vectors.reduce(0) { $0 + $1.count }
            }
            let time = ContinuousClock.now - start
            if time < best { (best, processor) = (time, CPUTime.ofProcess - cpu) }
        }
        func rate(_ count: Int) -> String { String(format: "%.0f a second", Double(count) / (best / .seconds(1))) }
        Summary.row(
            "passages of the sets, \(name)",
            "\(rate(passages.count)); their windows \(rate(windows)), \(Self.milliseconds(processor / windows)) of a core each")
    }

    private func measure(_ texts: [String], against passages: [PassageInput], by model: EmbeddedModel, _ name: String) async throws {
        var random = SplitMix(seed: 7)
        // Passages share their words with the question and with one another as those of one search do: neighbours of one set.
        let tokens = passages.map { Array(model.tokens(in: $0.text).prefix(200)) }
        let asked = texts.shuffled(using: &random).prefix(questions)
        let compared = asked.map { _ in
            let first = Int.random(in: 0...(tokens.count - candidates), using: &random)
            return Array(tokens[first..<(first + candidates)])
        }
        let times = try await BlockingPool(label: "measured", width: 1).run {
            var (embedding, interaction, wall) = ([Duration](), [Duration](), [Duration]())
            for (question, candidates) in zip(asked, compared) {
                let (start, cpu) = (ContinuousClock.now, CPUTime.ofThread)
                _ = try model.vector(for: question)
                embedding.append(CPUTime.ofThread - cpu)
                wall.append(ContinuousClock.now - start)
                let pieces = model.tokens(in: question)
                let before = CPUTime.ofThread
                _ = model.lateInteraction(question: pieces, weights: pieces.map { _ in 1 }, passages: candidates)
                interaction.append(CPUTime.ofThread - before)
            }
            return (embedding, interaction, wall)
        }
        func median(_ times: [Duration]) -> String { Self.milliseconds(Summary(times).quantile(0.5)) }
        Summary.row("a question's vector, \(name)", "median \(median(times.0)) of a core, \(median(times.2)) on the wall")
        Summary.row("late interaction over \(candidates) passages, \(name)", "median \(median(times.1)) of a core")
    }

    private static func milliseconds(_ time: Duration) -> String { String(format: "%.3f ms", time / .milliseconds(1)) }
}
