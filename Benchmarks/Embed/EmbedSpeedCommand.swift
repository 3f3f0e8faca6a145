import ArgumentParser
import Base
import Embedding
import Foundation

/// Passages a second on all cores by every set of instructions that runs here, and the times of a question's parts.
struct EmbedSpeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "speed", abstract: "Passages a second, and the time of a question.")

    /// Passages a second with the best instructions.
    private static let bar = Bar(atLeast: 500, decimals: 0)
    /// As many passages at once as ingestion hands over.
    private static let batch = 32

    @Option(help: "Folder of the sets.") var data = "../shared/data/retrieval"
    @Option(help: "The embedded model's pack.") var model: String
    @Option(help: "How often all passages are embedded; the fastest counts.") var rounds = 3
    @Option(help: "How many questions.") var questions = 600
    @Option(help: "How many passages of up to 200 tokens a question is compared with.") var candidates = 30
    @Option(help: "Only this set of instructions, such as AVX2.") var kernels: String?

    func run() async throws {
        let sets = try RetrievalSet.all(in: data)
        var seen: Set<String> = []
        let passages = sets.flatMap(\.passages).filter { seen.insert($0.text).inserted }.map { PassageInput(title: $0.title ?? "", text: $0.text) }
        let asked = try AskedQuestions.seeded(in: data, count: questions)
        let levels = Kernels.available.reversed().filter { kernels == nil || $0.name == kernels }
        for (place, kernels) in levels.enumerated() {
            let model = try EmbeddedModel(pack: ModelPack(path: model), kernels: kernels)
            if rounds > 0 { try await measure(passages, by: model, kernels.name, bar: place == 0 ? Self.bar : nil) }
            try await measure(asked, against: passages, by: model, kernels.name)
        }
    }

    private func measure(_ passages: [PassageInput], by model: EmbeddedModel, _ name: String, bar: Bar?) async throws {
        var best = (time: Duration.seconds(1_000_000), processor: Duration.zero)
        var windows = 0
        for _ in 0..<rounds {
            let (start, processor) = (ContinuousClock.now, ProcessorTime.now)
            windows = 0
            for first in stride(from: 0, to: passages.count, by: Self.batch) {
                let vectors = try await model.embed(passages: Array(passages[first..<min(first + Self.batch, passages.count)]))
                windows += vectors.reduce(0) { $0 + $1.count }
            }
            let time = ContinuousClock.now - start
            if time < best.time { best = (time, ProcessorTime.now - processor) }
        }
        let rate = Double(passages.count) / (best.time / .seconds(1))
        let windowsRate = Double(windows) / (best.time / .seconds(1))
        Summary.row(
            "passages of the sets, \(name)",
            String(format: "%.0f a second, %.0f windows of up to 150 tokens", rate, windowsRate) + (bar.map { "; \($0.verdict(on: rate))" } ?? ""))
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let free = Double(passages.count * cores) / (best.processor / .seconds(1))
        Summary.row(
            "  by processor time, \(cores) cores all its own",
            String(format: "%.0f a second; ", free) + "\(Self.milliseconds(best.processor / windows)) of a core for a window")
    }

    private func measure(_ asked: [String], against passages: [PassageInput], by model: EmbeddedModel, _ name: String) async throws {
        var random = SplitMix(seed: 7)
        // Neighbours of one set: passages that share their words with one another, as those that a search finds do.
        let tokens = passages.map { model.tokens(in: $0.text).prefix(200) }
        let compared = asked.map { _ in
            let first = Int.random(in: 0...(tokens.count - candidates), using: &random)
            return tokens[first..<(first + candidates)].map { (heading: ArraySlice<UInt32>(), text: $0) }
        }
        let times = try await BlockingPool(label: "measured", width: 1).run {
            var (vectors, interactions, wall) = ([Duration](), [Duration](), [Duration]())
            for (question, candidates) in zip(asked, compared) {
                let (start, first) = (ContinuousClock.now, ProcessorTime.ofThread)
                _ = try model.vectors(for: [question])
                vectors.append(ProcessorTime.ofThread - first)
                wall.append(ContinuousClock.now - start)
                let pieces = model.tokens(in: question)
                let second = ProcessorTime.ofThread
                _ = model.lateInteraction(question: pieces, weights: pieces.map { _ in 1 }, passages: candidates)
                interactions.append(ProcessorTime.ofThread - second)
            }
            return (vectors, interactions, wall)
        }
        func median(_ times: [Duration]) -> String { Self.milliseconds(Summary(times).quantile(0.5)) }
        Summary.row("a question's vector, \(name)", "median \(median(times.0)) of a core, \(median(times.2)) on the wall")
        Summary.row("late interaction over \(candidates) passages, \(name)", "median \(median(times.1)) of a core")
    }

    private static func milliseconds(_ time: Duration) -> String { String(format: "%.3f ms", time / .milliseconds(1)) }
}
