import CVectorMath

extension EmbeddedModel: TokenModel {
    package var tokenizer: String { tokenization.name }

    package func tokens(in text: String) -> [UInt32] {
        tokenization.pieces(in: text)
    }

    package func surprise(of tokens: [UInt32]) -> [Float] {
        // About the hundred most frequent pieces are more probable than e to the power of -5 or near it; they say nothing.
        tokens.map { max(-tokenization.score(of: $0) - 5, 0.01) }
    }

    package func lateInteraction(
        question: [UInt32], weights: [Float], passages: [(heading: ArraySlice<UInt32>, text: ArraySlice<UInt32>)]
    ) -> [Float] {
        precondition(question.count == weights.count, "a weight for each token of the question")
        let total = weights.reduce(0, +)
        guard !question.isEmpty, total > 0 else { return passages.map { _ in 0 } }
        var distinct = TokenNumbering(capacity: passages.reduce(0) { $0 + $1.heading.count + $1.text.count })
        let places = passages.map { (heading: $0.heading.map { distinct.number(of: $0) }, text: $0.text.map { distinct.number(of: $0) }) }
        let columns = (question.count + Self.panel - 1) / Self.panel * Self.panel
        let cosines = cosines(of: distinct.tokens, with: question, columns: columns)
        return places.map { passage in
            guard !passage.heading.isEmpty || !passage.text.isEmpty else { return 0 }
            let heading = best(among: passage.heading[...], in: cosines, columns: columns)
            return bestWindow(of: passage.text, beside: heading, in: cosines, columns: columns, weights: weights) / total
        }
    }

    /// How many tokens make half a window. Windows of 24 to 48 tokens find about alike, and more than the passage as a whole: what answers a
    /// question stands together.
    private static let halfWindow = 16

    /// The weighted sum of the best cosines within the passage's best window. Each half of a window is looked through once and is part of the
    /// window that it ends and of the one that it begins.
    /// - Parameters:
    ///   - passage: The passage's tokens in order, as places among the rows of `cosines`.
    ///   - heading: The best cosines that its heading has, which count in each window.
    private func bestWindow(of passage: [UInt32], beside heading: [Float], in cosines: [Float], columns: Int, weights: [Float]) -> Float {
        var highest = -Float.infinity
        var last = heading
        for start in stride(from: 0, to: max(passage.count, 1), by: Self.halfWindow) {
            let half = best(among: passage[start..<min(start + Self.halfWindow, passage.count)], in: cosines, columns: columns)
            var sum: Float = 0
            for column in weights.indices { sum += weights[column] * max(half[column], last[column], heading[column]) }
            highest = max(highest, sum)
            last = half
        }
        return highest
    }

    /// The best cosine with each of the question's tokens among some places; -1 among none.
    private func best(among places: ArraySlice<UInt32>, in cosines: [Float], columns: Int) -> [Float] {
        var best = [Float](repeating: -1, count: columns)
        places.withUnsafeBufferPointer { places in
            guard let first = places.baseAddress else { return }
            kernels.call.maximum(cosines, columns, first, places.count, columns, &best)
        }
        return best
    }

    private static var panel: Int { Int(VectorPanelWidth) }

    /// The cosine of each of the tokens with each of the question's: one row of `columns` for each token, in their order.
    private func cosines(of tokens: [UInt32], with question: [UInt32], columns: Int) -> [Float] {
        let size = Shape.dimension
        let block = 96
        let call = kernels.call
        return [Float](unsafeUninitializedCapacity: tokens.count * columns) { cosines, count in
            count = tokens.count * columns
            cosines.initialize(repeating: 0)
            guard let cosines = cosines.baseAddress else { return }
            withUnsafeTemporaryAllocation(byteCount: 4 * block * size, alignment: 64) { memory in
                guard let rows = memory.bindMemory(to: Float.self).baseAddress else { return }
                let panels = panels(of: question, columns: columns, scratch: rows)
                var start = 0
                while start < tokens.count {
                    let here = min(block, tokens.count - start)
                    let output = cosines + start * columns
                    let factors = self.rows.read(tokens[start..<(start + here)], minus: mean, into: rows, with: kernels)
                    call.multiply(rows, size, here, size, panels, columns, nil, output, columns)
                    for (row, factor) in factors.enumerated() {
                        for column in 0..<columns { output[row * columns + column] *= factor }
                    }
                    start += here
                }
            }
        }
    }

    /// The question's tokens as the columns of a packed matrix, each of unit length.
    private func panels(of question: [UInt32], columns: Int, scratch: UnsafeMutablePointer<Float>) -> [UInt16] {
        let size = Shape.dimension
        var matrix = [Float](repeating: 0, count: size * columns)
        for column in question.indices {
            let factor = rows.read(question[column...column], minus: mean, into: scratch, with: kernels).first ?? 0
            for k in 0..<size { matrix[k * columns + column] = scratch[k] * factor }
        }
        return [UInt16](unsafeUninitializedCapacity: size * columns) { panels, count in
            guard let start = panels.baseAddress else { return }
            VectorPack(matrix, columns, size, columns, start)
            count = size * columns
        }
    }
}
