import Answering
import ArgumentParser
import Embedding
import SearchIndex

/// How well relevance tells what answers from what does not: what is refused of right first hits, of those that would be first in place of a
/// right one that is not there, and of what is found for questions of another set.
struct RelevanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "relevance", abstract: "What relevance refuses, rightly and wrongly.")

    @Option(help: "Folder of the sets.") var data = "../shared/data/retrieval"
    @Option(help: "The embedded model's pack.") var model: String
    @Option(help: "Where indexes are made; kept, and used again as long as nothing has changed.") var scratch: String

    func run() async throws {
        let embedder = try EmbeddedModel(pack: ModelPack(path: model))
        let indexes = SetIndexes(folder: scratch, embedder: embedder, model: model)
        let sets = try RetrievalSet.all(in: data)
        for set in sets {
            let retriever = try await retriever(of: set, indexes)
            var (right, next) = ([Double](), [Double]())
            for question in set.questions {
                let hits = try await relevances(of: question.text, by: retriever)
                let isRight = hits.map { set.grades[question.id]?[$0.source] ?? 0 > 0 }
                if isRight.first == true { right.append(hits[0].relevance) }
                if let place = isRight.firstIndex(of: false) { next.append(hits[place].relevance) }
            }
            // Documents of another origin: the sets' names begin with it.
            let strangers = sets.filter { $0.name.prefix(4) != set.name.prefix(4) }.flatMap(\.questions)
            var others: [Double] = []
            for question in strangers {
                if let first = try await relevances(of: question.text, by: retriever).first { others.append(first.relevance) }
            }
            let cells = [("right", right), ("next best", next), ("of others", others)].map { name, found in "\(name) \(Self.refused(of: found))" }
            Summary.row("refused, \(set.name)", cells.joined(separator: ", "))
        }
    }

    private func retriever(of set: RetrievalSet, _ indexes: SetIndexes) async throws -> Retriever {
        let index = try await indexes.index(of: set)
        return Retriever(index: { index }, embedder: { _ in indexes.embedder })
    }

    private func relevances(of question: String, by retriever: Retriever) async throws -> [(source: String, relevance: Double)] {
        try await retriever.search(Question(text: question), top: 10) { index, hits in
            try hits.map { (try index.chunk($0.chunk).source ?? "", $0.relevance ?? 1) }
        }
    }

    /// The share that is below the threshold.
    private static func refused(of found: [Double]) -> String {
        let count = found.count { $0 < Relevance.threshold }
        return "\(count) of \(found.count) (\((100 * Double(count) / Double(max(found.count, 1))).rounded()) %)"
    }
}
