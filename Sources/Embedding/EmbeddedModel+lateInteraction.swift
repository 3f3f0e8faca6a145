import CVectorMath

extension EmbeddedModel: TokenModel {
    package var tokenizer: String { tokenization.name }

    package func tokens(in text: String) -> [UInt32] {
        tokenization.pieces(in: text)
    }

    package func lateInteraction(question: [UInt32], weights: [Float], passages: [[UInt32]]) -> [Float] {
        precondition(question.count == weights.count, "a weight for each token of the question")
        let total = weights.reduce(0, +)
        guard !question.isEmpty, total > 0 else { return passages.map { _ in 0 } }
        var distinct = TokenNumbering(capacity: passages.reduce(0) { $0 + $1.count })
        let indices = passages.map { $0.map { distinct.number(of: $0) } }
        let columns = (question.count + Self.panel - 1) / Self.panel * Self.panel
        let cosines = cosines(of: distinct.tokens, with: question, columns: columns)
        return indices.map { indices in
            guard !indices.isEmpty else { return 0 }
            var best = [Float](repeating: -1, count: columns)
            kernels.call.maximum(cosines, columns, indices, indices.count, columns, &best)
            return zip(best, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
        }
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
