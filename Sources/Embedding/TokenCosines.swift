import CVectorMath

/// The cosine of each of some tokens with each token of a question, by the model's input table with its mean taken off.
struct TokenCosines {
    /// Numbers of a row: one for each of the question's tokens, and zeros up to a whole panel.
    let columns: Int
    /// A row for each token.
    let values: [Float]

    /// Tokens whose rows are in hand at once.
    private static let run = 128

    /// A token's vector is a x + b - m with whole numbers x, its scale a and rest b, and the table's mean m. So its product with a vector q
    /// of the question is a (x . q) + b (1 . q) - m . q, of which only the first depends on the token's 512 numbers.
    /// - Throws: `Problem` when the token table can no longer be read.
    init(of tokens: [UInt32], with question: [UInt32], rows: RowCache, mean: [Float], kernels: Kernels) throws {
        let question = try QuestionMatrix(question, rows: rows, mean: mean, kernels: kernels)
        let (size, columns) = (Shape.dimension, question.columns)
        let blocks = size / Int(VectorBlockLength)
        let call = kernels.call
        var stored = [UInt8](repeating: 0, count: Self.run * TokenRow.length)
        var numbers = [Int16](repeating: 0, count: Self.run * size)
        var scales = [Float](repeating: 0, count: Self.run * blocks)
        var rests = [Float](repeating: 0, count: Self.run)
        var means = [Float](repeating: 0, count: Self.run)
        var values = [Float](repeating: 0, count: tokens.count * columns)
        for start in stride(from: 0, to: tokens.count, by: Self.run) {
            let here = tokens[start..<min(start + Self.run, tokens.count)]
            try rows.read(here, into: &stored)
            stored.withUnsafeBufferPointer { stored in
                numbers.withUnsafeMutableBufferPointer { numbers in
                    guard let stored = stored.baseAddress, let numbers = numbers.baseAddress else { return }
                    for (index, token) in here.enumerated() {
                        let row = stored + index * TokenRow.length
                        let scale = rows.table.scale(of: token)
                        let factor = TokenRow.factor(of: row)
                        rows.table.unpack(token, row, into: numbers + index * size, with: kernels)
                        for block in 0..<blocks { scales[index * blocks + block] = scale.scale * factor }
                        (rests[index], means[index]) = (scale.rest * factor, -factor)
                    }
                }
            }
            values.withUnsafeMutableBufferPointer { values in
                guard let output = values.baseAddress.map({ $0 + start * columns }) else { return }
                question.multiply(&numbers, &scales, step: blocks, rows: here.count, into: output, with: kernels)
                call.addOuter(output, columns, here.count, rests, question.sums, means, question.means, columns)
            }
        }
        (self.columns, self.values) = (columns, values)
    }
}

/// A question's tokens as the columns of a packed matrix, each of unit length.
private struct QuestionMatrix {
    /// The tokens, filled up with zeros to whole panels.
    let columns: Int
    /// Each column's sum, and its product with the table's mean.
    let sums: [Float]
    let means: [Float]
    private let panels: [Int8]
    private let scales: [Float]

    init(_ tokens: [UInt32], rows: RowCache, mean: [Float], kernels: Kernels) throws {
        let (size, width) = (Shape.dimension, Int(VectorPanelWidth))
        let columns = (tokens.count + width - 1) / width * width
        let call = kernels.call
        var stored = [UInt8](repeating: 0, count: tokens.count * TokenRow.length)
        var vectors = [Float](repeating: 0, count: tokens.count * size)
        var panels = [Int8](repeating: 0, count: columns * size)
        var scales = [Float](repeating: 0, count: columns)
        var (sums, means) = (scales, scales)
        let ones = [Float](repeating: 1, count: size)
        try rows.read(tokens[...], into: &stored)
        stored.withUnsafeBufferPointer { stored in
            vectors.withUnsafeMutableBufferPointer { vectors in
                guard let stored = stored.baseAddress, let vectors = vectors.baseAddress else { return }
                for (column, token) in tokens.enumerated() {
                    let row = stored + column * TokenRow.length
                    let vector = vectors + column * size
                    rows.table.dequantise(token, row, minus: mean, into: vector, with: kernels)
                    let factor = TokenRow.factor(of: row)
                    for k in 0..<size { vector[k] *= factor }
                    sums[column] = call.dot(vector, ones, size)
                    means[column] = call.dot(vector, mean, size)
                }
            }
        }
        call.pack(vectors, size, size, tokens.count, 0, &panels, &scales)
        (self.columns, self.sums, self.means, self.panels, self.scales) = (columns, sums, means, panels, scales)
    }

    /// Adds to `output` the products of rows of whole numbers with the columns.
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
