import CVectorMath

/// The cosine of each of some tokens with each token of a question, by the directions of the model's input table.
struct TokenCosines {
    /// Numbers of a row: one for each of the question's tokens, and zeros up to a whole panel.
    let columns: Int
    /// A row for each token.
    let values: [Float]

    /// - Throws: `Problem` when the token table can no longer be read.
    init(of tokens: [UInt32], with question: [UInt32], _ directions: TokenDirections, kernels: Kernels) throws {
        let (size, width) = (Shape.dimension, Int(VectorPanelWidth))
        let columns = (question.count + width - 1) / width * width
        var panels = [Int8](repeating: 0, count: columns * size)
        var scales = [Float](repeating: 0, count: columns)
        kernels.call.pack(try directions.units(of: question), size, size, question.count, 0, &panels, &scales)
        let signs = try directions.signs(of: tokens)
        values = [Float](unsafeUninitializedCapacity: tokens.count * columns) { values, count in
            panels.withUnsafeBufferPointer { panels in
                scales.withUnsafeBufferPointer { scales in
                    guard let panels = panels.baseAddress, let scales = scales.baseAddress, let values = values.baseAddress else { return }
                    var matrix = VectorMatrix(panels: panels, scales: scales, depth: size, columns: columns, stride: size * width)
                    kernels.call.compareSigns(signs, tokens.count, &matrix, values, columns)
                }
            }
            count = tokens.count * columns
        }
        self.columns = columns
    }
}
