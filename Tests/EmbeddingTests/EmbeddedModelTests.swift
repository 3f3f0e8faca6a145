import Base
import CVectorMath
@testable import Embedding
import Foundation
import Testing

@Suite(.needsModel) struct EmbeddedModelTests {
    @Test(arguments: 0..<Int32(Kernels.available.count)) func `vectors are those of the reference at every level`(level: Int32) throws {
        let model = try TestModel.open(kernels: try #require(Kernels(level: level)))
        for reference in try Reference.fixture() {
            let vector = try model.vectors(for: [reference.text])[0]
            #expect(zip(vector, reference.vector).allSatisfy { abs($0 - $1) < 0.001 }, "\(reference.text.debugDescription)")
            #expect(abs(cosine(vector, vector) - 1) < 1e-5)
        }
    }

    @Test(arguments: 0..<Int32(Kernels.available.count)) func `a text's vector is the same whatever it is computed with`(level: Int32) async throws {
        let model = try TestModel.open(kernels: try #require(Kernels(level: level)))
        var random = SplitMix(seed: 10)
        let sentences = try Reference.fixture().map(\.text)
        // From nothing to texts of several tiles, in one batch for both lanes.
        let texts = (0..<40).map { number in
            (0..<(number % 10 == 0 ? 60 : number % 4)).map { _ in sentences.randomElement(using: &random) ?? "" }.joined(separator: " ")
        }
        let vectors = try await model.embed(questions: texts)
        for (vector, text) in zip(vectors, texts) { #expect(try model.vectors(for: [text]) == [vector], "\(text.count) characters") }
    }

    @Test func `all levels agree`() throws {
        let models = try Kernels.available.map { try TestModel.open(kernels: $0) }
        for text in try Reference.fixture().map(\.text) {
            let vectors = try models.map { try $0.vectors(for: [text])[0] }
            #expect(vectors.allSatisfy { cosine($0, vectors[0]) > 0.99999 }, "\(text.debugDescription)")
        }
    }

    @Test func `texts of one meaning are closer across languages than texts of two`() async throws {
        let vectors = try await TestModel.open().embed(questions: [
            "Qual é o prazo de inscrição?", "What is the registration deadline?", "La receta lleva harina y huevos.",
        ])
        #expect(cosine(vectors[0], vectors[1]) > 0.6)
        #expect(cosine(vectors[0], vectors[2]) < 0.4)
    }

    @Test func `late interaction is the weighted mean of the best cosines in the best window and its heading`() throws {
        let pack = try ModelPack(path: TestModel.path)
        let model = try EmbeddedModel(pack: pack)
        let plain = try #require(Kernels(level: 0))
        let mean = Array(pack.numbers(.mean, as: Float.self))
        func row(_ token: UInt32) throws -> [Float] {
            var row = [Float](repeating: 0, count: 512)
            var stored = [UInt8](repeating: 0, count: TokenRow.length)
            try stored.withUnsafeMutableBytes { try pack.table.read(token, into: $0) }
            pack.table.dequantise(token, stored, minus: mean, into: &row, with: plain)
            VectorRotate(&row)
            return row
        }
        /// The cosine as far as it is known from the second one's signs, 1 of a vector with itself.
        func cosineBySigns(_ a: [Float], _ b: [Float]) -> Float {
            let signs = b.map { $0 > 0 ? Float(1) : -1 }
            func length(_ x: [Float]) -> Float { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
            return cosine(a, signs) * Float(512).squareRoot() * length(b) / b.reduce(0) { $0 + abs($1) }
        }
        var random = SplitMix(seed: 7)
        for count in [1, 16, 17, 33] {
            let question = (0..<count).map { _ in UInt32.random(in: 0..<128_000, using: &random) }
            let weights = random.floats(count, in: 0...3)
            func tokens(_ count: Int) -> [UInt32] { (0..<count).map { _ in UInt32.random(in: 0..<128_000, using: &random) } }
            // One to five halves of a window, the question's first token among them, a heading, nothing at all, no token of the vocabulary.
            var passages: [(heading: ArraySlice<UInt32>, text: ArraySlice<UInt32>)] = [7, 16, 17, 60, 80].map { ([], tokens($0)[...]) }
            passages[3].text[40] = question[0]
            passages += [([question[0], 9], tokens(40)[...]), ([question[0]], []), ([], []), ([], [.max])]
            let scores = model.lateInteraction(question: question, weights: weights, passages: passages)
            for (score, passage) in zip(scores, passages) {
                let halves = stride(from: 0, to: max(passage.text.count, 1), by: 16).map { passage.text.dropFirst($0).prefix(16) }
                let windows = halves.indices.map { Array(passage.heading + (halves[max($0 - 1, 0)] + halves[$0])) }
                let sums = try windows.map { window in
                    let rows = try window.filter { $0 < 128_000 }.map(row)
                    let best = try question.map { token in
                        let own = try row(token)
                        return rows.map { cosineBySigns(own, $0) }.max() ?? 0
                    }
                    return zip(best, weights).reduce(0) { $0 + $1.0 * $1.1 }
                }
                #expect(abs(score - (sums.max() ?? 0) / weights.reduce(0, +)) < 0.002)
            }
        }
        #expect(model.lateInteraction(question: [], weights: [], passages: [([], [5]), ([], [])]) == [0, 0])
        #expect(model.lateInteraction(question: [7], weights: [0], passages: [([], [7])]) == [0])
    }

    @Test func `signs tell cosines of tokens within a thirtieth`() throws {
        let pack = try ModelPack(path: TestModel.path)
        let kernels = Kernels.best
        let rows = TokenCache(capacity: 64, length: TokenRow.length)
        let directions = TokenDirections(table: pack.table, rows: rows, mean: Array(pack.numbers(.mean)), kernels: kernels)
        var random = SplitMix(seed: 8)
        // Pieces of one another's neighbourhood in the vocabulary, forms of one word among them.
        let tokens = (0..<400).map { _ in UInt32.random(in: 1000..<60_000, using: &random) }
        let question = Array(tokens.prefix(16))
        let found = try TokenCosines(of: tokens, with: question, directions, kernels: kernels)
        let units = try directions.units(of: tokens)
        func unit(_ place: Int) -> [Float] { Array(units[(place * 512)..<((place + 1) * 512)]) }
        var squares: Float = 0
        for place in tokens.indices {
            for column in question.indices {
                let error = found.values[place * found.columns + column] - cosine(unit(place), unit(column))
                #expect(abs(error) < 0.17)
                if place == column { #expect(abs(error) < 0.01) }
                squares += error * error
            }
        }
        #expect((squares / Float(tokens.count * question.count)).squareRoot() < 1 / 30)
    }
}
