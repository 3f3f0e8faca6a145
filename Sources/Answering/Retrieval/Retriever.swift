import Base
package import Embedding
import Logging
package import SearchIndex

/// Finds passages in the active index: the question's vector from the embedder that the index's manifest names, then the search on threads
/// of its own, so many at once and no more.
package struct Retriever: Retrieving {
    private let index: @Sendable () -> SearchIndex?
    private let embedder: @Sendable (SearchIndex) -> (any Embedder)?
    private let pool: BlockingPool
    private let logger: Logger

    /// - Parameters:
    ///   - index: The active index; asked once for each question, which then keeps it to its end.
    ///   - embedder: The embedder for an index's questions; nil where there is none, and then words alone are searched.
    ///   - parallel: How many searches run at once; a core each is best.
    package init(
        index: @escaping @Sendable () -> SearchIndex?, embedder: @escaping @Sendable (SearchIndex) -> (any Embedder)?, parallel: Int = 2
    ) {
        self.index = index
        self.embedder = embedder
        pool = BlockingPool(label: "search", width: parallel)
        logger = Logger(label: "retrieval")
    }

    package func retrieve(_ question: Question, top: Int) async throws -> Retrieval {
        guard let index = index() else {
            throw Problem(
                .temporary, what: "cannot search", location: "", reason: "no index is active yet",
                remedy: "Wait until the first index has been fetched; docent index status tells how far it is.")
        }
        let text = SearchText.of(question)
        let embedder = embedder(index)
        let query = SearchQuery(
            text: text, vector: try await vector(for: text, by: embedder), top: top,
            interaction: (embedder as? any TokenModel).map(LateInteraction.init(model:)))
        return try await pool.run {
            let hits = try index.search(query)
            return Retrieval(passages: try hits.map { Passage(try index.chunk($0.chunk), hit: $0) }, revision: index.manifest.revision)
        }
    }

    /// The question's vector; nil, and so a search by words, where the embedder cannot be reached.
    private func vector(for text: String, by embedder: (any Embedder)?) async throws -> [Float]? {
        guard let embedder else { return nil }
        do {
            return try await embedder.embed(questions: [text]).first
        } catch let problem as Problem {
            logger.warning("searching by words alone", metadata: ["model": "\(embedder.model)", "problem": "\(problem)"])
            return nil
        }
    }
}

extension LateInteraction {
    /// The comparison by a model's own tokens.
    package init(model: any TokenModel) {
        self.init(tokenizer: model.tokenizer, tokens: { model.tokens(in: $0) }, surprise: { model.surprise(of: $0) }) {
            model.lateInteraction(question: $0, weights: $1, passages: $2.map { ($0.heading, $0.text) })
        }
    }
}

extension Passage {
    fileprivate init(_ chunk: Chunk, hit: SearchHit) {
        self.init(
            chunk: chunk.number, text: chunk.text, title: chunk.title, source: chunk.source, page: chunk.page, pageEnd: chunk.pageEnd,
            section: chunk.section, url: chunk.url, score: hit.score, arms: hit.arms)
    }
}
