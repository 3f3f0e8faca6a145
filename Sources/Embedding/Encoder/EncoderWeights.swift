/// The encoder's weights where they lie in the pack.
struct EncoderWeights {
    typealias Vector = UnsafePointer<Float>
    typealias Matrix = UnsafePointer<UInt16>

    /// A convolution branch: two layers over windows of `order` tokens, of which `left` stand before the one in question.
    struct Branch {
        let order: Int
        let left: Int
        let first: Matrix
        let firstBias: Vector
        let second: Matrix
        let secondBias: Vector
    }

    let branches: [Branch]
    let projection: Matrix
    let projectionBias: Vector
    let projectionGamma: Vector
    let projectionBeta: Vector
    let featureGamma: Vector
    let featureBeta: Vector
    let feature: Matrix
    let featureBias: Vector
    let dense: [Matrix]

    /// - Throws: `Problem` when a section is empty, which an opened pack rules out.
    init(_ pack: ModelPack) throws {
        func start<Number>(_ section: PackSection, _ type: Number.Type = Number.self) throws -> UnsafePointer<Number> {
            guard let start = pack.numbers(section, as: Number.self).baseAddress else {
                throw PackHeader.problem(pack.path, "its section \(section.rawValue) is empty")
            }
            return start
        }
        func branch(_ order: Int, _ left: Int, _ w1: PackSection, _ b1: PackSection, _ w2: PackSection, _ b2: PackSection) throws -> Branch {
            try Branch(order: order, left: left, first: start(w1), firstBias: start(b1), second: start(w2), secondBias: start(b2))
        }
        branches = try [
            branch(2, 0, .first2, .firstBias2, .second2, .secondBias2),
            branch(3, 1, .first3, .firstBias3, .second3, .secondBias3),
            branch(5, 2, .first5, .firstBias5, .second5, .secondBias5),
        ]
        projection = try start(.projection)
        projectionBias = try start(.projectionBias)
        projectionGamma = try start(.projectionGamma)
        projectionBeta = try start(.projectionBeta)
        featureGamma = try start(.featureGamma)
        featureBeta = try start(.featureBeta)
        feature = try start(.feature)
        featureBias = try start(.featureBias)
        dense = try [start(.dense0), start(.dense1), start(.dense2), start(.dense3)]
    }
}
