import Answering
import ArgumentParser
import Base
import Embedding
import Foundation
import SearchIndex

/// Time from question to passages, one at a time and many at once, and the process's memory.
struct LatencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "latency", abstract: "Time from question to passages, and memory.")

    @Option(help: "Folder of the sets, for their questions.")
    var data = "../shared/data/retrieval"
    @Option(help: "The embedded model's pack.")
    var model: String
    @Option(help: "Folder of the index.")
    var index: String
    @Option(help: "How many questions.")
    var questions = 400
    @Option(help: "How many at once in the second part.")
    var together = 16

    func run() async throws {
        print("process: \(ProcessMemory.now)")
        let embedder = try EmbeddedModel(pack: ModelPack(path: model))
        let index = try SearchIndex(folder: index)
        print("index of \(index.manifest.numChunks) chunks open: \(ProcessMemory.now)")
        let retriever = Retriever(index: { index }, embedder: { _ in embedder })
        let texts = try RetrievalSet.all(in: data).flatMap(\.questions).map(\.text)
        var random = SplitMix(seed: 7)
        let asked = (0..<questions).map { _ in Question(text: texts[Int.random(in: 0..<texts.count, using: &random)]) }
        for question in asked.prefix(20) { _ = try await retriever.retrieve(question, top: 8) }

        var times: [Duration] = []
        for question in asked { times.append(try await time(question, retriever)) }
        print("one at a time: \(Self.summary(times)); \(ProcessMemory.now)")

        let crowd = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for lane in 0..<together {
                let share = stride(from: lane, to: asked.count, by: together).map { asked[$0] }
                group.addTask {
                    var times: [Duration] = []
                    for question in share { times.append(try await time(question, retriever)) }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        print("\(together) at once: \(Self.summary(crowd)); \(ProcessMemory.now)")
    }

    private func time(_ question: Question, _ retriever: Retriever) async throws -> Duration {
        let start = ContinuousClock.now
        _ = try await retriever.retrieve(question, top: 8)
        return ContinuousClock.now - start
    }

    private static func summary(_ times: [Duration]) -> String {
        let sorted = times.sorted()
        func milliseconds(_ share: Double) -> String {
            String(format: "%.1f ms", sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)] / .milliseconds(1))
        }
        return "median \(milliseconds(0.5)), p99 \(milliseconds(0.99))"
    }
}
