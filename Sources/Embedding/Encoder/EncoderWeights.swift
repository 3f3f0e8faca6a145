import CVectorMath

/// The encoder's weights where they lie in the pack.
struct EncoderWeights {
    typealias Vector = UnsafePointer<Float>

    /// A convolution branch: two layers over windows of `order` tokens, of which `left` stand before the one in question.
    struct Branch {
        let order: Int
        let left: Int
        /// The first layer's rows for each token of the window: what that token adds, whatever its neighbours are.
        let first: [VectorMatrix]
        let firstBias: Vector
        let second: VectorMatrix
        let secondBias: Vector
    }

    let branches: [Branch]
    let projection: VectorMatrix
    let projectionBias: Vector
    let projectionGamma: Vector
    let projectionBeta: Vector
    let featureGamma: Vector
    let featureBeta: Vector
    let feature: VectorMatrix
    let featureBias: Vector
    let dense: [VectorMatrix]

    /// - Throws: `Problem` when a section is empty, which an opened pack rules out.
    init(_ pack: ModelPack) throws {
        func start<Number>(_ section: PackSection, _ type: Number.Type = Number.self) throws -> UnsafePointer<Number> {
            guard let start = pack.numbers(section, as: Number.self).baseAddress else {
                throw PackHeader.problem(pack.path, "its section \(section.rawValue) is empty")
            }
            return start
        }
        func matrix(_ section: PackSection, _ depth: Int, _ columns: Int) throws -> VectorMatrix {
            let scales = try start(section, Float.self)
            let panels = UnsafeRawPointer(scales + columns).assumingMemoryBound(to: Int8.self)
            return VectorMatrix(panels: panels, scales: scales, depth: depth, columns: columns, stride: Int(VectorPanelWidth) * depth)
        }
        func branch(_ order: Int, _ left: Int, _ w1: PackSection, _ b1: PackSection, _ w2: PackSection, _ b2: PackSection) throws -> Branch {
            let first = try matrix(w1, order * Shape.branch, Shape.branch)
            return try Branch(
                order: order, left: left, first: (0..<order).map { first.rows(from: $0 * Shape.branch, count: Shape.branch) }, firstBias: start(b1),
                second: matrix(w2, order * Shape.branch, Shape.branch), secondBias: start(b2))
        }
        branches = try [
            branch(2, 0, .first2, .firstBias2, .second2, .secondBias2),
            branch(3, 1, .first3, .firstBias3, .second3, .secondBias3),
            branch(5, 2, .first5, .firstBias5, .second5, .secondBias5),
        ]
        projection = try matrix(.projection, Shape.dimension, 3 * Shape.branch)
        projectionBias = try start(.projectionBias)
        projectionGamma = try start(.projectionGamma)
        projectionBeta = try start(.projectionBeta)
        featureGamma = try start(.featureGamma)
        featureBeta = try start(.featureBeta)
        feature = try matrix(.feature, Shape.features, Shape.dimension)
        featureBias = try start(.featureBias)
        dense = try [
            matrix(.dense0, Shape.dimension, 2 * Shape.hidden), matrix(.dense1, Shape.hidden, Shape.hidden),
            matrix(.dense2, Shape.hidden, 2 * Shape.dimension), matrix(.dense3, Shape.dimension, Shape.dimension),
        ]
    }
}

extension VectorMatrix {
    /// Some of the matrix's rows, from an even one on.
    fileprivate func rows(from first: Int, count: Int) -> VectorMatrix {
        VectorMatrix(panels: panels + first * Int(VectorPanelWidth), scales: scales, depth: count, columns: columns, stride: stride)
    }
}
