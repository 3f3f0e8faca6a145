import Base
import Embedding
import Foundation
import SearchIndex

/// A large index out of the sets: chunks of their sentences, seeded, with the mean of the sentences' vectors, so that it is made in a
/// minute and has words, vectors and lengths like those of real documents.
struct ScaleCorpus {
    let sets: [RetrievalSet]
    let count: Int

    func entries(by model: EmbeddedModel) async throws -> [IndexMaker.Entry] {
        var texts: [(text: String, lang: String?)] = []
        for set in sets {
            for passage in set.passages {
                texts += passage.text.components(separatedBy: ". ").filter { $0.count > 20 }.map { ($0 + ".", passage.lang) }
            }
        }
        let vectors = try await model.embed(questions: texts.map(\.text))
        var random = SplitMix(seed: 41_109)
        return (0..<count).map { number in
            var text = ""
            var sum = [Float](repeating: 0, count: model.dimension)
            // Neighbouring sentences first, then a leap, as a chunk has more than one thought.
            var place = Int.random(in: 0..<texts.count, using: &random)
            while text.utf8.count < 900 {
                text += (text.isEmpty ? "" : " ") + texts[place].text
                for k in sum.indices { sum[k] += vectors[place][k] }
                place = Int.random(in: 0..<3, using: &random) > 0 ? (place + 1) % texts.count : Int.random(in: 0..<texts.count, using: &random)
            }
            for k in sum.indices { sum[k] += Float.random(in: -0.02...0.02, using: &random) }
            let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let chunk = Chunk(
                number: number, text: text, title: "Document \(number / 40)", source: "\(number / 40).pdf", page: number % 40 + 1,
                language: texts[place].lang)
            return (chunk, [sum.map { $0 / length }])
        }
    }
}
