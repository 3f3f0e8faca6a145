import Base
package import Embedding
import Logging
package import SearchIndex

/// Finds passages in the active index: the question's vector from the embedder that the index's manifest names, then the search on threads
/// of its own, so many at once and no more. An embedded model computes there too, for a few of the questions that wait at once.
package struct Retriever: Retrieving {
    private let index: @Sendable () -> SearchIndex?
    private let embedder: @Sendable (SearchIndex) -> (any Embedder)?
    private let pool: BlockingPool
    private let waiting: WaitingQuestions
    private let observe: (@Sendable (SearchReport) -> Void)?
    private let logger: Logger

    /// - Parameters:
    ///   - index: The active index; asked once for each question, which then keeps it to its end.
    ///   - embedder: The embedder for an index's questions; nil where there is none, and then words alone are searched.
    ///   - parallel: How many searches run at once; a core each is best.
    ///   - observe: Told of each search as it ends, but for those that were given up.
    package init(
        index: @escaping @Sendable () -> SearchIndex?, embedder: @escaping @Sendable (SearchIndex) -> (any Embedder)?, parallel: Int = 2,
        observe: (@Sendable (SearchReport) -> Void)? = nil
    ) {
        self.index = index
        self.embedder = embedder
        pool = BlockingPool(label: "search", width: parallel)
        waiting = WaitingQuestions(threads: parallel)
        self.observe = observe
        logger = Logger(label: "retrieval")
    }

    package func retrieve(_ question: Question, top: Int) async throws -> Retrieval {
        try await search(question, top: top) { index, hits in
            // A chunk that the question names by its label is meant, whatever its words.
            let answers = hits.contains { $0.relevance ?? 1 >= Relevance.threshold || $0.arms["label"] ?? 0 > 0 }
            let passages = answers ? try PassageJoiner(index: index).join(hits) : []
            return Retrieval(passages: passages, revision: index.manifest.revision)
        }
    }

    /// The best chunks as they stand, whether they are likely to answer or not, as `form` makes of them on the search's own threads.
    /// - Throws: What `retrieve` and `form` throw.
    package func search<Form: Sendable>(
        _ question: Question, top: Int, as form: @escaping @Sendable (SearchIndex, [SearchHit]) throws -> Form
    ) async throws -> Form {
        guard let index = index() else { throw Problem.noIndex }
        let text = SearchText.of(question)
        let (embedder, start) = (embedder(index), ContinuousClock.now)
        let remote = try await remoteVector(for: text, by: embedder)
        func report(_ problem: Problem?) {
            observe?(SearchReport(text: text, folder: index.folder, duration: ContinuousClock.now - start, problem: problem))
        }
        let local = (embedder as? any LocalEmbedder).map { (embedder: $0, place: waiting.join(text, for: $0)) }
        defer { if let local { waiting.leave(local.place) } }
        do {
            let found = try await pool.run {
                let query = SearchQuery(
                    text: text, vector: try remote ?? local.flatMap { try localVector(for: text, $0.place, by: $0.embedder) }, top: top,
                    interaction: (embedder as? any TokenModel).map(LateInteraction.init(model:)))
                return try form(index, try index.search(query))
            }
            report(nil)
            return found
        } catch let problem as Problem {
            report(problem)
            throw problem
        }
    }

    /// The question's vector from a service; nil, and so a search by words, where that cannot be reached, and where the model computes here.
    private func remoteVector(for text: String, by embedder: (any Embedder)?) async throws -> [Float]? {
        guard let embedder, !(embedder is any LocalEmbedder) else { return nil }
        do {
            return try await embedder.embed(questions: [text]).first
        } catch let problem as Problem {
            return withoutVector(embedder, problem)
        }
    }

    /// The question's vector, computed on a thread of the search's; nil where that fails.
    private func localVector(for text: String, _ place: WaitingQuestions.Place, by embedder: any LocalEmbedder) throws -> [Float]? {
        do {
            return try waiting.vector(of: place, text: text, by: embedder)
        } catch let problem as Problem {
            return withoutVector(embedder, problem)
        }
    }

    private func withoutVector(_ embedder: any Embedder, _ problem: Problem) -> [Float]? {
        logger.warning("searching by words alone", metadata: ["model": "\(embedder.model)", "problem": "\(problem)"])
        return nil
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
