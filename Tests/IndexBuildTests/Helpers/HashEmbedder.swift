import Embedding
import Synchronization

/// Vectors that follow from the text alone: one row for every 200 characters.
final class HashEmbedder: Embedder {
    let model = "hash"
    let dimension = 8
    /// How many passages it has been asked for.
    let passages = Mutex(0)
    /// Fails when it is asked for more than this.
    let budget: Int

    init(budget: Int = .max) { self.budget = budget }

    struct Exhausted: Error {}

    func embed(questions: [String]) async throws -> [[Float]] { questions.map { Self.vector($0, dimension) } }

    func embed(passages inputs: [PassageInput]) async throws -> [[[Float]]] {
        let count = passages.withLock { count in
            count += inputs.count
            return count
        }
        guard count <= budget else { throw Exhausted() }
        return inputs.map { input in
            stride(from: 0, to: max(input.text.utf8.count, 1), by: 200).map { Self.vector("\(input.title)\($0)\(input.text)", dimension) }
        }
    }

    private static func vector(_ text: String, _ dimension: Int) -> [Float] {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let raw = (0..<dimension).map { _ -> Float in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 24) - 0.5
        }
        let length = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return raw.map { $0 / length }
    }
}
