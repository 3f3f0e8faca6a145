import Answering
import Base
import IndexSync
import Logging
import SearchIndex

/// Compares a new index with the one that is served, by the questions of late.
struct IndexComparison: Sendable {
    let recent: RecentQuestions
    let embedders: Embedders
    let logger: Logger

    /// Whoever waits for the new index does not wait longer than this for the comparison.
    private static let deadline = Duration.seconds(15)
    /// How many passages are compared for each question: as many as an answer rests on by default.
    private static let top = 8

    /// Nil when there was nothing to compare, or no time for it.
    @Sendable func compare(_ active: SearchIndex, _ new: SearchIndex) async -> Recall? {
        let questions = recent.all
        guard !questions.isEmpty else { return nil }
        do {
            let clock = ContinuousClock()
            return try await withDeadline(after: Self.deadline, clock: clock) {
                var pairs: [(before: Recall.Found, after: Recall.Found)] = []
                for question in questions { pairs.append((try await found(in: active, question), try await found(in: new, question))) }
                return Recall(pairs)
            }
        } catch {
            logger.info("The new index was not compared with the one before it", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    private func found(in index: SearchIndex, _ question: String) async throws -> Recall.Found {
        let retriever = Retriever(index: { index }, embedder: { try? embedders.embedder(for: $0) }, parallel: 1)
        return try await retriever.search(Question(text: question), top: Self.top) { index, hits in
            let chunks = try hits.map { try index.chunk($0.chunk) }
            return Recall.Found(sources: Set(chunks.compactMap { $0.source ?? $0.title }), passages: Set(chunks.map(\.text)))
        }
    }
}
