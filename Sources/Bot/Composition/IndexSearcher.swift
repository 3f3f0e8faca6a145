import Answering
import Base
import Embedding
import Foundation
import SearchIndex

/// Searches one index for many questions.
struct IndexSearcher: Sendable {
    let index: SearchIndex
    private let embedder: any Embedder
    private let interaction: LateInteraction?
    private let pool = BlockingPool(label: "search", width: ProcessInfo.processInfo.activeProcessorCount)

    /// - Throws: `Problem` when the index's model cannot be run here.
    init(index: SearchIndex, embedders: Embedders) throws {
        self.index = index
        embedder = try embedders.embedder(for: index)
        interaction = (embedder as? any TokenModel).map(LateInteraction.init(model:))
    }

    /// The best chunks for each question, in the questions' order.
    /// - Throws: `Problem`, or `CancellationError`.
    func search(_ questions: [String], top: Int) async throws -> [[SearchHit]] {
        let vectors = try await embedder.embed(questions: questions)
        return try await withThrowingTaskGroup(of: (Int, [SearchHit]).self) { group in
            for (number, (text, vector)) in zip(questions, vectors).enumerated() {
                group.addTask {
                    let query = SearchQuery(text: text, vector: vector, top: top, interaction: interaction)
                    return (number, try await pool.run { [index] in try index.search(query) })
                }
            }
            return try await group.reduce(into: Array(repeating: [], count: questions.count)) { $0[$1.0] = $1.1 }
        }
    }
}
