import Base
@testable import Embedding
import Foundation
import Testing

/// The package's root folder.
let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The model pack that tests compute with: the file that DOCENT_TEST_MODEL names, or the one that `scripts/test` makes.
enum TestModel {
    static let path =
        ProcessInfo.processInfo.environment["DOCENT_TEST_MODEL"]
        ?? packageRoot.appending(path: ".docent/models/universal-sentence-encoder-multilingual-v3.pack").path

    static let isPresent = FileManager.default.fileExists(atPath: path)

    static func open(kernels: Kernels = .best, windowing: Windowing = Windowing()) throws -> EmbeddedModel {
        try EmbeddedModel(pack: ModelPack(path: path), windowing: windowing, kernels: kernels)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test that needs the model's pack where there is none.
    static var needsModel: Self {
        .enabled(if: TestModel.isPresent, "there is no model pack at \(TestModel.path): make one with scripts/test or name it in DOCENT_TEST_MODEL")
    }
}

/// What the reference implementation made of some texts; see Tests/Fixtures/embedding/reference.py.
struct Reference: Decodable, Sendable {
    var text: String
    var ids: [UInt32]
    var vector: [Float]

    /// The committed ones, with the first sixteen numbers of each vector.
    static func fixture() throws -> [Reference] {
        try JSONDecoder().decode([Reference].self, from: Data(contentsOf: packageRoot.appending(path: "Tests/Fixtures/embedding/reference.json")))
    }
}

/// The inner product over the lengths.
func cosine(_ a: [Float], _ b: [Float]) -> Float {
    func dot(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
}

extension SplitMix {
    /// So many numbers, each with the same chance.
    mutating func floats(_ count: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
        (0..<count).map { _ in .random(in: range, using: &self) }
    }
}
