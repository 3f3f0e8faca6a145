import SearchIndex

/// Makes passages of the chunks that were found: those that stand side by side in their document become one, and the best ones get what
/// stands before and after them in the same section, since a sentence's beginning or a list's end is often just across the cut.
struct PassageJoiner {
    /// The chunks of some numbers, those that there are; each reading of many takes less than one for each.
    let chunks: ([Int]) throws -> [Int: Chunk]
    /// How many of the passages, best first, get their neighbours.
    var widened = 3
    /// How many bytes of text the neighbours may have in all.
    var room = 5_000

    init(index: SearchIndex) {
        chunks = { try index.bareChunks($0) }
    }

    init(chunks: @escaping ([Int]) throws -> [Int: Chunk]) {
        self.chunks = chunks
    }

    /// One passage to be.
    private struct Span {
        /// In the document's order.
        var chunks: [Chunk]
        /// The best of its hits.
        var best: SearchHit
        var bestChunk: Chunk
    }

    /// - Parameter hits: Best first.
    /// - Returns: Best first; each hit is part of one passage.
    /// - Throws: What reading a chunk throws.
    func join(_ hits: [SearchHit]) throws -> [Passage] {
        var spans: [Span] = []
        let chunks = try chunks(hits.map(\.chunk))
        for hit in hits {
            guard let found = chunks[hit.chunk] else { continue }
            let before = spans.firstIndex { Self.follow($0.chunks.last, found) }
            let after = spans.firstIndex { Self.follow(found, $0.chunks.first) }
            switch (before, after) {
            case (let before?, let after?):
                // It closes the gap between two: they become one, in the better one's place.
                let chunks = spans[before].chunks + [found] + spans[after].chunks
                spans[min(before, after)].chunks = chunks
                spans.remove(at: max(before, after))
            case (let before?, nil): spans[before].chunks.append(found)
            case (nil, let after?): spans[after].chunks.insert(found, at: 0)
            case (nil, nil): spans.append(Span(chunks: [found], best: hit, bestChunk: found))
            }
        }
        try widen(&spans)
        return spans.map(Self.passage)
    }

    private func widen(_ spans: inout [Span]) throws {
        var taken = Set(spans.flatMap { $0.chunks.map(\.number) })
        var left = room
        let ends = spans.prefix(widened).map { [$0.chunks.last, $0.chunks.first].compactMap(\.self) }
        let neighbours = try chunks(ends.flatMap { zip($0, [1, -1]).map { $0.number + $1 } }.filter { !taken.contains($0) })
        for (place, ends) in ends.enumerated() {
            for (end, step) in zip(ends, [1, -1]) {
                guard !taken.contains(end.number + step), let neighbour = neighbours[end.number + step], neighbour.text.utf8.count <= left,
                    neighbour.section == end.section, step > 0 ? Self.follow(end, neighbour) : Self.follow(neighbour, end)
                else { continue }
                taken.insert(neighbour.number)
                left -= neighbour.text.utf8.count
                if step > 0 { spans[place].chunks.append(neighbour) } else { spans[place].chunks.insert(neighbour, at: 0) }
            }
        }
    }

    /// Whether two chunks stand side by side in one document. Where no source is named, nothing tells that they do.
    private static func follow(_ one: Chunk?, _ next: Chunk?) -> Bool {
        guard let one, let next, let source = one.source else { return false }
        return next.number == one.number + 1 && next.source == source
    }

    private static func passage(_ span: Span) -> Passage {
        let best = span.bestChunk
        var text = ""
        for chunk in span.chunks { text = joined(text, chunk.text) }
        return Passage(
            chunk: best.number, text: text, title: best.title, source: best.source, page: span.chunks.compactMap(\.page).min(),
            pageEnd: span.chunks.compactMap { $0.pageEnd ?? $0.page }.max(), section: best.section, url: best.url, score: span.best.score,
            arms: span.best.arms, relevance: span.best.relevance)
    }

    /// Puts a text after another; what many splitters repeat of the one in the other stands once.
    static func joined(_ one: String, _ next: String) -> String {
        guard !one.isEmpty else { return next }
        // In UTF-8 the first byte of a character is never within another, so that no overlap begins or ends inside of one.
        let (tail, head) = (Array(one.utf8.suffix(longestOverlap)), Array(next.utf8.prefix(longestOverlap)))
        let common = stride(from: min(tail.count, head.count), through: shortestOverlap, by: -1).first {
            tail[tail.count - $0] == head[0] && tail.suffix($0) == head.prefix($0)
        }
        return common.map { one + String(decoding: next.utf8.dropFirst($0), as: UTF8.self) } ?? one + "\n" + next
    }

    /// In bytes.
    private static let longestOverlap = 400
    /// Less than this may be the same by chance.
    private static let shortestOverlap = 20
}
