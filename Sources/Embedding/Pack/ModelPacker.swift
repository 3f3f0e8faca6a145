import Base
import CVectorMath
import Foundation

/// Makes a `ModelPack` from the published weights: the arrays of `weights.npz` unpacked as `.npy` files, and `sp.model`.
package struct ModelPacker {
    private let folder: String
    private var sections: [(PackSection, Data)] = []

    /// Packs what is in `folder` into the file at `output`, which is replaced whole, then opens it and verifies every checksum.
    /// - Parameter model: The name under which manifests will know it.
    /// - Throws: `Problem` when a file is missing, damaged or of another model, or the pack cannot be written.
    package static func pack(folder: String, output: String, model: String = ModelName.embedded) throws {
        var packer = ModelPacker(folder: folder)
        try packer.addTokenizer(model: model)
        try packer.addWeights()
        try PackWriter.write(packer.sections, to: output)
        try ModelPack(path: output).verify()
    }

    private init(folder: String) {
        self.folder = folder
    }

    private mutating func addTokenizer(model: String) throws {
        let source = try SentencePieceModel(path: "\(folder)/sp.model")
        let keys = source.pieces.enumerated().map { (key: $1.text, value: UInt32($0)) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let table = try TableSource(folder: folder, pieces: source.pieces.count)
        // A character outside the vocabulary costs ten more than the rarest piece: SentencePiece's penalty (`kUnkPenalty`).
        let unknownScore = Double(source.pieces.map(\.score).min() ?? 0) - 10
        let info = ModelInfo(
            model: model, tokenizer: "\(model)/sentencepiece", pieces: source.pieces.count, rows: table.rows, unknownScore: unknownScore,
            epsilon: try floats("eps").first ?? 0)
        sections.append((.info, Data(info.text.utf8)))
        sections.append((.charTrie, Data(source.charTrie)))
        sections.append((.charText, Data(source.charText)))
        sections.append((.pieceTrie, Self.data(try DoubleArrayBuilder.units(for: keys))))
        sections.append((.pieceScore, Self.data(source.pieces.map(\.score))))
        sections.append((.scale, Self.data(table.scale)))
        sections.append((.low, Self.data(table.low)))
        sections.append((.mean, Self.data(table.mean)))
        sections.append((.table, table.bytes))
    }

    private mutating func addWeights() throws {
        let (size, width, hidden) = (Shape.dimension, Shape.branch, Shape.hidden)
        let orders = [2, 3, 5]
        func joined(_ name: String) throws -> Data { Self.data(try orders.flatMap { try floats("\(name)\($0)", width) }) }
        sections.append((.projection, try matrix(orders.map { ("proj\($0)", width) }, depth: size)))
        sections.append((.projectionBias, try joined("proj_b")))
        sections.append((.projectionGamma, try joined("ln_g")))
        sections.append((.projectionBeta, try joined("ln_b")))
        let branches: [(Int, PackSection, PackSection, PackSection, PackSection)] = [
            (2, .first2, .firstBias2, .second2, .secondBias2), (3, .first3, .firstBias3, .second3, .secondBias3),
            (5, .first5, .firstBias5, .second5, .secondBias5),
        ]
        for (order, first, firstBias, second, secondBias) in branches {
            let depth = order * width
            sections.append((first, try matrix([("w1_\(order)", width)], depth: depth)))
            sections.append((firstBias, Self.data(try floats("b1_\(order)", width))))
            sections.append((second, try matrix([("w2_\(order)", width)], depth: depth)))
            sections.append((secondBias, Self.data(try floats("b2_\(order)", width))))
        }
        sections.append((.featureGamma, Self.data(try floats("ln_g", Shape.features))))
        sections.append((.featureBeta, Self.data(try floats("ln_b", Shape.features))))
        sections.append((.feature, try matrix([("cnn_W", size)], depth: Shape.features)))
        sections.append((.featureBias, Self.data(try floats("cnn_b", size))))
        sections.append((.dense0, try matrix([("d0", hidden), ("p1", hidden)], depth: size)))
        sections.append((.dense1, try matrix([("d1", hidden)], depth: hidden)))
        sections.append((.dense2, try matrix([("d2", size), ("p3", size)], depth: hidden)))
        sections.append((.dense3, try matrix([("d3", size)], depth: size)))
    }

    private func floats(_ name: String, _ shape: Int...) throws -> [Float] {
        try NPYFile(path: "\(folder)/\(name).npy").floats(shape)
    }

    private static func data<Number>(_ numbers: [Number]) -> Data { numbers.withUnsafeBytes { Data($0) } }

    /// Published matrices of equal depth and of widths that panels divide, side by side: first the columns' scales, then the panels.
    /// - Throws: `Problem` when a matrix is not of eight bits.
    private func matrix(_ matrices: [(name: String, columns: Int)], depth: Int) throws -> Data {
        var scales: [Float] = []
        var panels: [Int8] = []
        for (name, width) in matrices {
            let values = try floats(name, depth, width)
            let scale = try Self.step(of: values, path: "\(folder)/\(name).npy")
            let columns = (0..<width).flatMap { column in (0..<depth).map { values[$0 * width + column] } }
            var (here, numbers) = ([Float](repeating: 0, count: width), [Int8](repeating: 0, count: depth * width))
            Kernels.best.call.pack(columns, depth, depth, width, scale, &numbers, &here)
            scales += here
            panels += numbers
        }
        return Self.data(scales) + Self.data(panels)
    }

    /// What one step of a published matrix's numbers is worth. The weights were published in eight bits, the greatest of a matrix as 127, and
    /// are given as the floats that these stand for; so packing them loses nothing.
    /// - Throws: `Problem` when the numbers are no such multiples.
    static func step(of values: [Float], path: String) throws -> Float {
        let step = (values.map(abs).max() ?? 0) / Float(VectorMatrixLimit)
        guard step > 0, values.allSatisfy({ abs($0 / step - ($0 / step).rounded()) < 0.01 }) else {
            throw Problem(
                what: "cannot pack the model", location: path, reason: "its numbers are not multiples of a 127th of the greatest",
                remedy: "Get the weights again with `scripts/fetch-model DIR`; another model than \(ModelName.embedded) cannot be packed.")
        }
        return step
    }
}
