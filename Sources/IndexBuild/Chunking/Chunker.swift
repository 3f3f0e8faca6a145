import SearchIndex

/// Cuts a document where its own structure does: at headings, articles, paragraphs, sentences, in that order of preference. Nothing is
/// repeated and nothing left out; every chunk is a slice of the document's text.
package struct Chunker: Sendable {
    package var policy: ChunkingPolicy
    /// How many tokens a text has for the model that is to embed it.
    package var countTokens: @Sendable (String) -> Int

    package init(policy: ChunkingPolicy = ChunkingPolicy(), countTokens: @escaping @Sendable (String) -> Int) {
        self.policy = policy
        self.countTokens = countTokens
    }

    /// A run of the whole text, in bytes.
    private struct Piece {
        var range: Range<Int>
        var tokens: Int
        /// The block that it is in.
        var block: Int
    }

    private struct Group {
        var path: [String]
        var isArticle: Bool
        var pieces: [Piece]
        var tokens: Int { pieces.reduce(0) { $0 + $1.tokens } }
    }

    /// - Parameter fileName: Names the document where nothing in it does.
    package func chunk(_ text: ExtractedText, fileName: String) -> ChunkedDocument {
        let blocks = text.blocks.filter { !$0.text.isEmpty }.flatMap(Self.articlesApart)
        var whole: [UInt8] = []
        var ranges: [Range<Int>] = []
        for block in blocks {
            if !whole.isEmpty { whole.append(UInt8(ascii: "\n")) }
            let start = whole.count
            whole.append(contentsOf: block.text.utf8)
            ranges.append(start..<whole.count)
        }
        var groups: [Group] = []
        for section in SectionOutline(blocks).sections {
            let pieces = section.blocks.flatMap { cut(ranges[$0], block: $0, of: whole) }
            append(Group(path: section.path, isArticle: section.isArticle, pieces: pieces), to: &groups)
        }
        let title = DocumentTitle.title(of: text, fileName: fileName)
        // The document's title stands apart and is not said twice.
        for index in groups.indices where groups[index].path.first == title { groups[index].path.removeFirst() }
        var offsets = ScalarOffsets(whole)
        let chunks = groups.flatMap { group in
            pack(group.pieces).map { draft($0, path: group.path, whole: whole, blocks: blocks, offsets: &offsets) }
        }
        return ChunkedDocument(
            title: title,
            language: TextLanguage.guess(String(decoding: whole.prefix(20_000), as: UTF8.self))?.rawValue,
            chunks: chunks)
    }

    /// A paragraph whose lines are articles, as some pages have them, cut between them. The lines keep their places in the whole text.
    private static func articlesApart(_ block: ExtractedText.Block) -> [ExtractedText.Block] {
        guard block.heading == nil, block.text.contains("\n") else { return [block] }
        var texts: [String] = []
        for line in block.text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let last = texts.indices.last, !beginsUnit(line, after: texts[last]) {
                texts[last] += "\n" + line
            } else {
                texts.append(String(line))
            }
        }
        return texts.map { ExtractedText.Block($0, page: block.page) }
    }

    private static func beginsUnit(_ line: Substring, after text: String) -> Bool {
        switch LegalMark(line) {
        case .article, .act: !LegalMark.goesOn(after: text[...])
        case .heading, .item, nil: false
        }
    }

    /// Small neighbouring sections under a common heading share a chunk; articles never do.
    private func append(_ group: Group, to groups: inout [Group]) {
        if let last = groups.last, !last.isArticle, !group.isArticle, min(last.tokens, group.tokens) < policy.target / 5,
            last.tokens + group.tokens <= policy.target * 2 / 3
        {
            let common = zip(last.path, group.path).prefix { $0 == $1 }.map(\.0)
            if !common.isEmpty || last.path.isEmpty || group.path.count == 1 {
                groups[groups.count - 1].pieces += group.pieces
                groups[groups.count - 1].path = last.path.isEmpty ? group.path : common
                return
            }
        }
        groups.append(group)
    }

    /// A paragraph, or its sentences where it is too long for one chunk.
    private func cut(_ range: Range<Int>, block: Int, of whole: [UInt8]) -> [Piece] {
        let tokens = count(range, of: whole)
        guard tokens > policy.maximum else { return [Piece(range: range, tokens: tokens, block: block)] }
        return SentenceSplitter.sentences(in: range, of: whole).flatMap { sentence in
            halve(sentence, of: whole).map { Piece(range: $0.range, tokens: $0.tokens, block: block) }
        }
    }

    /// A sentence, or parts of it between words, each within the maximum.
    private func halve(_ range: Range<Int>, of whole: [UInt8]) -> [(range: Range<Int>, tokens: Int)] {
        var done: [(Range<Int>, Int)] = []
        var open = [range]
        while let next = open.popLast() {
            let tokens = count(next, of: whole)
            if tokens <= policy.maximum || next.count < 2 {
                done.append((next, tokens))
            } else if let middle = SentenceSplitter.middle(of: next, in: whole) {
                open.append(middle..<next.upperBound)
                open.append(next.lowerBound..<middle)
            } else {
                done.append((next, tokens))
            }
        }
        return done.map { (range: $0.0, tokens: $0.1) }
    }

    private func count(_ range: Range<Int>, of whole: [UInt8]) -> Int { countTokens(String(decoding: whole[range], as: UTF8.self)) }

    /// Fills chunks evenly: as many as are needed, none of them a leftover of a few words.
    private func pack(_ pieces: [Piece]) -> [[Piece]] {
        let total = pieces.reduce(0) { $0 + $1.tokens }
        guard total > policy.maximum else { return pieces.isEmpty ? [] : [pieces] }
        let share = total / ((total + policy.target - 1) / policy.target)
        var chunks: [[Piece]] = [[]]
        var filled = 0
        for piece in pieces {
            let full = filled + piece.tokens > policy.maximum
            let enough = filled >= share || (filled + piece.tokens / 2 > share && filled * 2 > share)
            if filled > 0, full || enough {
                chunks.append([])
                filled = 0
            }
            chunks[chunks.count - 1].append(piece)
            filled += piece.tokens
        }
        return chunks
    }

    private func draft(
        _ pieces: [Piece], path: [String], whole: [UInt8], blocks: [ExtractedText.Block], offsets: inout ScalarOffsets
    ) -> DraftChunk {
        var range = (pieces.first?.range.lowerBound ?? 0)..<(pieces.last?.range.upperBound ?? 0)
        while let first = whole[range].first, first <= 0x20 { range = (range.lowerBound + 1)..<range.upperBound }
        while let last = whole[range].last, last <= 0x20 { range = range.lowerBound..<(range.upperBound - 1) }
        let first = pieces.first.flatMap { blocks[$0.block].page }
        let last = pieces.last.flatMap { blocks[$0.block].page }
        return DraftChunk(
            text: String(decoding: whole[range], as: UTF8.self), section: path.isEmpty ? nil : path.joined(separator: " — "), page: first,
            pageEnd: last == first ? nil : last, start: offsets.offset(of: range.lowerBound), end: offsets.offset(of: range.upperBound))
    }
}

/// Turns growing byte offsets into offsets in Unicode scalars.
private struct ScalarOffsets {
    private let bytes: [UInt8]
    private var byte = 0
    private var scalar = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func offset(of target: Int) -> Int {
        if target < byte { (byte, scalar) = (0, 0) }
        while byte < target {
            // Every byte that does not continue a character begins one.
            if bytes[byte] & 0xC0 != 0x80 { scalar += 1 }
            byte += 1
        }
        return scalar
    }
}
