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

    /// The best chunks for each question, in the questions' order, as `form` makes of them on the search's own threads.
    /// - Parameter form: Is given a question's number and what was found for it.
    /// - Throws: `Problem`, what `form` throws, or `CancellationError`.
    func search<Form: Sendable>(
        _ questions: [String], top: Int, as form: @escaping @Sendable (Int, [FoundChunk]) throws -> Form
    ) async throws -> [Form] {
        let vectors = try await embedder.embed(questions: questions)
        return try await withThrowingTaskGroup(of: (Int, Form).self) { group in
            for (number, (text, vector)) in zip(questions, vectors).enumerated() {
                group.addTask {
                    let query = SearchQuery(text: text, vector: vector, top: top, interaction: interaction)
                    return try await pool.run { [index] in
                        (number, try form(number, try index.search(query).map { FoundChunk($0, try index.chunk($0.chunk)) }))
                    }
                }
            }
            var forms = [Form?](repeating: nil, count: questions.count)
            for try await (number, form) in group { forms[number] = form }
            return forms.compactMap(\.self)
        }
    }
}
