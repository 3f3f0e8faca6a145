import CVectorMath

extension EmbeddedModel: TokenModel {
    package var tokenizer: String { tokenization.name }

    package func tokens(in text: String) -> [UInt32] {
        tokenization.pieces(in: text)
    }

    /// What cuts one text after another into the same tokens as `tokens(in:)`, on one thread, and remembers the words that came last: for all
    /// texts of an index.
    package func tokenCutter() -> (String) -> [UInt32] {
        var words = RecentWords()
        return { [tokenization] in tokenization.pieces(in: $0, by: &words) }
    }

    package func surprise(of tokens: [UInt32]) -> [Float] {
        // About the hundred most frequent pieces are more probable than e to the power of -5 or near it; they say nothing.
        tokens.map { max(-tokenization.score(of: $0) - 5, 0.01) }
    }

    package func lateInteraction(
        question: [UInt32], weights: [Float], passages: [(heading: ArraySlice<UInt32>, text: ArraySlice<UInt32>)]
    ) -> [Float] {
        precondition(question.count == weights.count, "a weight for each token of the question")
        // What weighs next to nothing changes no order and would cost as much as the rest.
        let least = Self.leastWeight * (weights.max() ?? 0)
        let telling = weights.indices.filter { weights[$0] > least }
        let (question, weights) = (telling.map { question[$0] }, telling.map { weights[$0] })
        let total = weights.reduce(0, +)
        guard !question.isEmpty, total > 0 else { return passages.map { _ in 0 } }
        var distinct = TokenNumbering(capacity: passages.reduce(0) { $0 + $1.heading.count + $1.text.count })
        let places = passages.map { (heading: distinct.numbers(of: $0.heading), text: distinct.numbers(of: $0.text)) }
        // Without the table nothing is compared. The question's vector comes from the same file, and its embedding says what is wrong.
        guard let cosines = try? TokenCosines(of: distinct.tokens, with: question, directions, kernels: kernels) else {
            return passages.map { _ in 0 }
        }
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * cosines.columns) { memory in
            guard let memory = memory.baseAddress else { return [] }
            return places.map { passage in
                guard !passage.heading.isEmpty || !passage.text.isEmpty else { return 0 }
                return bestWindow(of: passage.text, beside: passage.heading, in: cosines, weights: weights, memory) / total
            }
        }
    }

    /// The least share of the greatest weight with which a token of the question still counts.
    private static let leastWeight: Float = 0.01

    /// How many tokens make half a window. Windows of 24 to 48 tokens find about alike, and more than the passage as a whole: what answers a
    /// question stands together.
    private static let halfWindow = 16

    /// The weighted sum of the best cosines within the passage's best window. Each half of a window is looked through once and is part of the
    /// window that it ends and of the one that it begins.
    /// - Parameters:
    ///   - passage: The passage's tokens in order, as numbers of rows of `cosines`.
    ///   - heading: Those of its heading, which count in each window.
    ///   - memory: Room for three times as many numbers as `cosines` has columns.
    private func bestWindow(
        of passage: [UInt32], beside heading: [UInt32], in cosines: TokenCosines, weights: [Float], _ memory: UnsafeMutablePointer<Float>
    ) -> Float {
        let columns = cosines.columns
        var (half, last) = (memory, memory + columns)
        let headings = memory + 2 * columns
        headings.initialize(repeating: -1, count: columns)
        kernels.call.maximum(cosines.values, columns, heading, heading.count, columns, headings)
        last.update(from: headings, count: columns)
        var highest = -Float.infinity
        passage.withUnsafeBufferPointer { passage in
            for start in stride(from: 0, to: max(passage.count, 1), by: Self.halfWindow) {
                half.update(from: headings, count: columns)
                if let place = passage.baseAddress {
                    kernels.call.maximum(cosines.values, columns, place + start, min(Self.halfWindow, passage.count - start), columns, half)
                }
                var sum: Float = 0
                for column in weights.indices { sum += weights[column] * max(half[column], last[column]) }
                highest = max(highest, sum)
                (half, last) = (last, half)
            }
        }
        return highest
    }
}
