import CVectorMath

extension EmbeddedModel: TokenModel {
    package var tokenizer: String { tokenization.name }

    package func tokens(in text: String) -> [UInt32] {
        tokenization.pieces(in: text)
    }

    package func lateInteraction(question: [UInt32], weights: [Float], passages: [[UInt32]]) -> [Float] {
        precondition(question.count == weights.count, "a weight for each token of the question")
        let total = weights.reduce(0, +)
        let nothing = passages.map { _ in Float(0) }
        guard !question.isEmpty, total > 0 else { return nothing }
        var distinct = TokenNumbering(capacity: passages.reduce(0) { $0 + $1.count })
        let indices = passages.map { $0.map { distinct.number(of: $0) } }
        // Without the table nothing is compared. The question's vector comes from the same file, and its embedding says what is wrong.
        guard let side = try? QuestionSide(question, model: self), let cosines = try? cosines(of: distinct.tokens, with: side) else { return nothing }
        return indices.map { indices in
            guard !indices.isEmpty else { return 0 }
            var best = [Float](repeating: -1, count: side.columns)
            kernels.call.maximum(cosines, side.columns, indices, indices.count, side.columns, &best)
            return zip(best, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
        }
    }

    /// The cosine of each of the tokens with each of the question's: one row of `columns` for each token, in their order.
    ///
    /// A token's vector is a x + b - m with whole numbers x, its scale a and rest b, and the table's mean m. So its product with a vector q
    /// of the question is a (x . q) + b (1 . q) - m . q, of which only the first depends on the token's 512 numbers.
    private func cosines(of tokens: [UInt32], with question: QuestionSide) throws -> [Float] {
        let (size, columns) = (Shape.dimension, question.columns)
        let blocks = size / Int(VectorBlockLength)
        let run = 128
        let call = kernels.call
        var stored = [UInt8](repeating: 0, count: run * TokenRow.length)
        var numbers = [Int16](repeating: 0, count: run * size)
        var scales = [Float](repeating: 0, count: run * blocks)
        var rests = [Float](repeating: 0, count: run)
        var means = [Float](repeating: 0, count: run)
        var cosines = [Float](repeating: 0, count: tokens.count * columns)
        for start in stride(from: 0, to: tokens.count, by: run) {
            let here = tokens[start..<min(start + run, tokens.count)]
            try stored.withUnsafeMutableBufferPointer { stored in
                guard let stored = stored.baseAddress else { return }
                try rows.read(here, into: stored)
                numbers.withUnsafeMutableBufferPointer { numbers in
                    guard let numbers = numbers.baseAddress else { return }
                    for (index, token) in here.enumerated() {
                        let row = UnsafePointer(stored + index * TokenRow.length)
                        let scale = rows.table.scale(of: token)
                        let factor = TokenRow.factor(of: row)
                        rows.table.unpack(token, row, into: numbers + index * size, with: kernels)
                        for block in 0..<blocks { scales[index * blocks + block] = scale.scale * factor }
                        (rests[index], means[index]) = (scale.rest * factor, -factor)
                    }
                }
            }
            cosines.withUnsafeMutableBufferPointer { cosines in
                guard let output = cosines.baseAddress.map({ $0 + start * columns }) else { return }
                question.multiply(&numbers, &scales, step: blocks, rows: here.count, into: output, with: kernels)
                call.addOuter(output, columns, here.count, rests, question.sums, means, question.means, columns)
            }
        }
        return cosines
    }
}

/// A question's tokens as the columns of a packed matrix, each of unit length.
private struct QuestionSide {
    /// The tokens, filled up with zeros to whole panels.
    let columns: Int
    /// Each column's sum, and its product with the table's mean.
    let sums: [Float]
    let means: [Float]
    private let panels: [Int16]
    private let scales: [Float]

    init(_ tokens: [UInt32], model: EmbeddedModel) throws {
        let (size, width) = (Shape.dimension, Int(VectorPanelWidth))
        let columns = (tokens.count + width - 1) / width * width
        let call = model.kernels.call
        var stored = [UInt8](repeating: 0, count: tokens.count * TokenRow.length)
        var vectors = [Float](repeating: 0, count: columns * size)
        var panels = [Int16](repeating: 0, count: columns * size)
        var scales = [Float](repeating: 0, count: columns)
        var sums = scales
        var means = scales
        let ones = [Float](repeating: 1, count: size)
        try stored.withUnsafeMutableBufferPointer { stored in
            guard let stored = stored.baseAddress else { return }
            try model.rows.read(tokens[...], into: stored)
            vectors.withUnsafeMutableBufferPointer { vectors in
                guard let vectors = vectors.baseAddress else { return }
                for (column, token) in tokens.enumerated() {
                    let row = UnsafePointer(stored + column * TokenRow.length)
                    let vector = vectors + column * size
                    model.rows.table.dequantise(token, row, minus: model.mean, into: vector, with: model.kernels)
                    let factor = TokenRow.factor(of: row)
                    for k in 0..<size { vector[k] *= factor }
                    sums[column] = call.dot(vector, ones, size)
                    means[column] = call.dot(vector, model.mean, size)
                }
            }
        }
        call.pack(vectors, size, size, tokens.count, &panels, &scales)
        (self.columns, self.sums, self.means, self.panels, self.scales) = (columns, sums, means, panels, scales)
    }

    /// Multiplies rows of whole numbers by the matrix.
    func multiply(
        _ numbers: inout [Int16], _ rowScales: inout [Float], step: Int, rows: Int, into output: UnsafeMutablePointer<Float>, with kernels: Kernels
    ) {
        numbers.withUnsafeMutableBufferPointer { numbers in
            rowScales.withUnsafeMutableBufferPointer { rowScales in
                panels.withUnsafeBufferPointer { panels in
                    scales.withUnsafeBufferPointer { scales in
                        guard let values = numbers.baseAddress, let factors = rowScales.baseAddress, let panels = panels.baseAddress,
                            let scales = scales.baseAddress
                        else { return }
                        var matrix = VectorMatrix(
                            panels: panels, scales: scales, depth: Shape.dimension, columns: columns, stride: Shape.dimension * Int(VectorPanelWidth))
                        kernels.call.multiply(VectorRows(values: values, scales: factors), step, rows, &matrix, nil, output, columns)
                    }
                }
            }
        }
    }
}
