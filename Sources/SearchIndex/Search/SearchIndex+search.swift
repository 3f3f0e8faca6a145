import Base
import GRDB

extension SearchIndex {
    /// The best chunks, best first. Blocks; to be called off the cooperative pool.
    /// - Throws: `Problem` when a file cannot be read any more.
    package func search(_ query: SearchQuery) throws -> [SearchHit] {
        guard query.top > 0, store.count > 0 else { return [] }
        let dense = try query.vector.map(nearest) ?? [:]
        return try store.read { db in
            let labels = query.usesLabels ? try LabelShares(of: query.text, in: store, db) : nil
            var candidates = try fuse(query, dense: dense, labels, in: db)
            labels?.join(&candidates)
            let tokens = try store.tokenizer == nil ? [:] : store.tokens(of: candidates.prefix(Self.reranked).map(\.chunk), in: db)
            if let interaction = query.interaction, interaction.tokenizer == store.tokenizer {
                rerank(&candidates, query.text, by: interaction, tokens, dense: dense)
            }
            return try distinct(candidates, tokens, top: query.top, in: db)
        }
    }

    /// How many chunks of each arm are looked at.
    private static let breadth = 50
    /// How many of the fused ones are compared token by token.
    private static let reranked = 30

    /// The best window's score for each of the nearest chunks.
    private func nearest(_ vector: [Float]) throws -> [Int: Float] {
        // Windows of one chunk come together, so more rows than chunks are asked for.
        let rows = Self.breadth * max(1, store.vectors / max(store.count, 1)) * 3 / 2
        var scores: [Int: Float] = [:]
        for hit in try vectors.search(vector, wanted: rows) {
            guard scores.count < Self.breadth || store.vectors == store.count, let chunk = store.chunk(ofRow: hit.row) else { continue }
            scores[chunk] = max(scores[chunk] ?? -.infinity, hit.score)
        }
        return scores
    }

    /// The candidates of all arms by their weighted standing, best first.
    private func fuse(_ query: SearchQuery, dense: [Int: Float], _ labels: LabelShares?, in db: Database) throws -> [Candidate] {
        let terms = QueryTerms(query.text)
        let (lexical, weight) = try wordScores(of: terms, in: db)
        var fragment = [Float](repeating: 0, count: store.count)
        try store.postings(ofFragments: terms.fragments, in: db) { frequency, list in
            store.fragmentRanking.add(list, weight: BM25.rarity(of: frequency, among: store.count), to: &fragment)
        }
        let firstWords = HighestScores.places(Self.breadth, in: lexical)
        let firstFragments = HighestScores.places(Self.breadth, in: fragment)
        // Which share of the question's weight the best chunk has.
        let found = weight > 0 ? Double((firstWords.first.map { lexical[$0] } ?? 0) / (weight * (store.wordRanking.saturation + 1))) : 0
        let words = Fusion.lexical(found: found)
        let meaning = Fusion.dense(found: found)
        let wordScale = Fusion.Scale(firstWords.map { lexical[$0] })
        let fragmentScale = Fusion.Scale(firstFragments.map { fragment[$0] })
        // In one order, since sums of floating-point numbers follow theirs: the same question gives the same scores.
        let denseScale = Fusion.Scale(dense.values.sorted())
        let furthest = dense.values.min() ?? 0
        // What shares neither a word nor the meaning is no passage for the question, however it stands among others.
        let related = (firstWords + firstFragments + dense.keys).filter {
            dense.isEmpty || lexical[$0] > 0 || dense[$0] ?? 0 >= Fusion.unrelated
        }
        let candidates = Set(related + (labels?.candidates(by: lexical) ?? [])).map { chunk in
            var candidate = Candidate(chunk: chunk)
            candidate.lexical = words * wordScale.standing(lexical[chunk])
            candidate.fragment = Fusion.fragment * fragmentScale.standing(fragment[chunk])
            if !dense.isEmpty { candidate.dense = meaning * denseScale.standing(dense[chunk] ?? furthest) }
            candidate.score = candidate.lexical + candidate.fragment + (candidate.dense ?? 0)
            return candidate
        }
        return Candidate.ranked(candidates)
    }

    /// BM25 over the question's words for every chunk, and the weight of all of them.
    private func wordScores(of terms: QueryTerms, in db: Database) throws -> (scores: [Float], weight: Float) {
        // Two of the question's words may have a form in common, which then counts for both.
        let times = terms.stems.joined().reduce(into: [Int64: Float]()) { $0[$1, default: 0] += 1 }
        var frequencies: [Int64: Int] = [:]
        var scores = [Float](repeating: 0, count: store.count)
        try store.postings(ofWords: times.keys.sorted(), in: db) { form, frequency, list in
            frequencies[form] = frequency
            store.wordRanking.add(list, weight: times[form, default: 1] * BM25.rarity(of: frequency, among: store.count), to: &scores)
        }
        // A word weighs as much as its rarest form that occurs at all.
        let weight = terms.stems.reduce(0) { sum, forms in
            sum + BM25.rarity(of: forms.compactMap { frequencies[$0] }.min() ?? 0, among: store.count)
        }
        return (scores, weight)
    }

    /// Adds the late interaction's standing among the first candidates, and orders them anew.
    private func rerank(
        _ candidates: inout [Candidate], _ question: String, by interaction: LateInteraction, _ passages: [Int: PassageTokens], dense: [Int: Float]
    ) {
        let compared = min(Self.reranked, candidates.count)
        let tokens = interaction.tokens(question)
        let weights = zip(tokens, interaction.surprise(tokens)).map { token, surprise in
            // A token that is rare here may be a stop word of another language, so the lesser of the two counts.
            min(BM25.rarity(of: store.tokenCounts?[token] ?? 0, among: store.count), surprise)
        }
        let texts = candidates[..<compared].map { passages[$0.chunk] ?? PassageTokens(heading: [], text: []) }
        let scores = interaction.scores(tokens, weights, texts)
        guard scores.count == compared else { return }
        let scale = Fusion.Scale(scores)
        // What is not compared is taken to be no better than the worst that is, so it stays behind all of them.
        let least = scores.min() ?? 0
        let furthest = dense.values.min() ?? 0
        for place in candidates.indices {
            let score = place < scores.count ? scores[place] : least
            let share = Fusion.interaction * scale.standing(score)
            candidates[place].interaction = share
            candidates[place].score += share
            guard !dense.isEmpty, vectors.scoresAreCosines else { continue }
            candidates[place].relevance = Relevance.probability(interaction: score, cosine: dense[candidates[place].chunk] ?? furthest)
        }
        // The others keep their order: all of them get the same, and no more than these.
        candidates.replaceSubrange(..<compared, with: Candidate.ranked(candidates[..<compared]))
    }

    /// The first chunks whose texts are not nearly that of a better one.
    /// - Parameter tokens: Those of the chunks that were compared by them.
    private func distinct(_ candidates: [Candidate], _ tokens: [Int: PassageTokens], top: Int, in db: Database) throws -> [SearchHit] {
        var kept: [SearchHit] = []
        var texts = NearDuplicates()
        for candidate in candidates {
            if kept.count == top { break }
            let isNew: Bool
            if store.tokenizer == nil {
                guard let text = try store.text(of: candidate.chunk, in: db) else { continue }
                isNew = texts.admits(text)
            } else {
                guard let tokens = try tokens[candidate.chunk] ?? store.tokens(of: [candidate.chunk], in: db)[candidate.chunk] else { continue }
                isNew = texts.admits(tokens.text)
            }
            if isNew { kept.append(candidate.hit) }
        }
        return kept
    }
}
