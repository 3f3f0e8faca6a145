import Answering
import ArgumentParser
import Embedding
import SearchIndex
import TestSupport

/// Time from question to passages, one at a time and many at once, beside that of peers.
struct LatencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "latency", abstract: "Time from question to passages.")

    static let defaultQuestions = 1000

    @Option(help: "Folder of the sets, for their questions.") var data = "../shared/data/retrieval"
    @Option(help: "The embedded model's pack.") var model: String
    @Option(help: "Folder of the index.") var index: String
    @Option(help: "How many questions.") var questions = LatencyCommand.defaultQuestions
    @Option(help: "How many at once in the second part.") var together = 16
    @Option(help: "NAME=FILE of a peer's figures, as `peer.py measure` prints them.") var peer: [NamedPath] = []

    func run() async throws {
        let peers = try peer.map { ($0.name, try PeerFigures(path: $0.path)) }
        let embedder = try EmbeddedModel(pack: ModelPack(path: model))
        let index = try SearchIndex(folder: index)
        let retriever = Retriever(index: { index }, embedder: { _ in embedder })
        let asked = try AskedQuestions.seeded(in: data, count: questions).map { Question(text: $0) }
        for question in asked.prefix(20) { _ = try await retriever.retrieve(question, top: 8) }

        let alone = try await times(of: asked, clients: 1, by: retriever)
        Summary.row("question to passages, one at a time", alone)
        let crowd = try await times(of: asked, clients: together, by: retriever)
        Summary.row("question to passages, \(together) at once", crowd)
        Summary.row("question to passages, \(together) in one moment", try await times(of: asked, inBurstsOf: together, by: retriever))
        Summary.row("memory of retrieval alone, after \(3 * questions) questions", MemoryUse.now)
        for (name, figures) in peers {
            Summary.row("\(name), one at a time", figures.alone)
            compare(figures.alone, alone.figures)
            Summary.row("\(name), \(figures.clients) at once", figures.together)
            compare(figures.together, crowd.figures)
        }
    }

    /// Asks all of them, so many at once: every client asks its next question when it has the answer to the last.
    private func times(of questions: [Question], clients: Int, by retriever: Retriever) async throws -> Summary {
        let before = ProcessorTime.now
        let waiting = Observed(questions.makeIterator())
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<clients {
                group.addTask {
                    var times: [Duration] = []
                    while let question = waiting.update({ $0.next() }) {
                        let start = ContinuousClock.now
                        _ = try await retriever.retrieve(question, top: 8)
                        times.append(ContinuousClock.now - start)
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Summary(times, processor: ProcessorTime.now - before)
    }

    /// Asks all of them, so many in one moment: the next ones when all have their answer. Those that come first wait for nobody.
    private func times(of questions: [Question], inBurstsOf size: Int, by retriever: Retriever) async throws -> Summary {
        let before = ProcessorTime.now
        var times: [Duration] = []
        for first in stride(from: 0, to: questions.count, by: size) {
            let burst = questions[first..<min(first + size, questions.count)]
            times += try await withThrowingTaskGroup(of: Duration.self) { group in
                let start = ContinuousClock.now
                for question in burst {
                    group.addTask {
                        _ = try await retriever.retrieve(question, top: 8)
                        return ContinuousClock.now - start
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        return Summary(times, processor: ProcessorTime.now - before)
    }

    private func compare(_ theirs: PeerFigures.Times, _ ours: PeerFigures.Times) {
        PeerFigures.ratio("  its median", theirs.median, to: ours.median, bar: PeerFigures.timeBar)
        PeerFigures.ratio("  its p99", theirs.p99, to: ours.p99, bar: PeerFigures.timeBar)
        PeerFigures.ratio("  its processor time", theirs.processor, to: ours.processor, bar: PeerFigures.timeBar)
    }
}
