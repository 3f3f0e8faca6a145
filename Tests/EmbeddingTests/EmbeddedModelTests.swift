import Base
@testable import Embedding
import Foundation
import Testing

@Suite(.needsModel) struct EmbeddedModelTests {
    @Test(arguments: 0..<Int32(Kernels.available.count)) func `vectors are those of the reference at every level`(level: Int32) throws {
        let model = try TestModel.open(kernels: try #require(Kernels(level: level)))
        for reference in try Reference.fixture() {
            let vector = try model.vector(for: reference.text)
            #expect(zip(vector, reference.vector).allSatisfy { abs($0 - $1) < 0.001 }, "\(reference.text.debugDescription)")
            #expect(abs(cosine(vector, vector) - 1) < 1e-5)
        }
    }

    @Test func `a text of many tiles is the sum of its parts' features`() throws {
        // Repeated often, a sentence's inner windows outweigh its edges, so more repetitions change little; a fault at tiles' edges would.
        let model = try TestModel.open()
        let sentence = "El plazo vence el treinta de abril. "
        let short = try model.vector(for: String(repeating: sentence, count: 100))
        let long = try model.vector(for: String(repeating: sentence, count: 101))
        #expect(cosine(short, long) > 0.9999)
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
            try pack.table.read(token, minus: mean, into: &row, with: plain)
            return row
        }
        var random = SplitMix(seed: 7)
        for count in [1, 3, 16, 17, 40] {
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
                        return rows.map { cosine(own, $0) }.max() ?? 0
                    }
                    return zip(best, weights).reduce(0) { $0 + $1.0 * $1.1 }
                }
                #expect(abs(score - (sums.max() ?? 0) / weights.reduce(0, +)) < 0.001)
            }
        }
        #expect(model.lateInteraction(question: [], weights: [], passages: [([], [5]), ([], [])]) == [0, 0])
        #expect(model.lateInteraction(question: [7], weights: [0], passages: [([], [7])]) == [0])
    }

    @Test func `a thousand texts agree with the reference`() throws {
        guard let folder = ProcessInfo.processInfo.environment["DOCENT_TEST_REFERENCE"] else {
            try Test.cancel("DOCENT_TEST_REFERENCE does not name a folder with the reference's Python package")
        }
        let texts = try texts()
        let references = try runReference(folder: folder, texts: texts)
        let model = try TestModel.open()
        var lowest = Float(1)
        for reference in references {
            #expect(model.tokenization.input(for: reference.text) == [1] + reference.ids + [2], "\(reference.text.debugDescription)")
            lowest = min(lowest, cosine(try model.vector(for: reference.text), reference.vector))
        }
        #expect(references.count == texts.count && texts.count >= 1000)
        #expect(lowest >= 0.999)
    }

    /// The fixture's texts, some of the retrieval sets where they are, and random ones from many scripts.
    private func texts() throws -> [String] {
        var random = SplitMix(seed: 8)
        var texts = try Reference.fixture().map(\.text)
        for set in ["xquad_es", "xquad_es2en", "pira_pt"] {
            for file in ["queries", "passages"] {
                let path = packageRoot.appending(path: "../shared/data/retrieval/\(set)/\(file).jsonl")
                guard let lines = try? String(contentsOf: path, encoding: .utf8).split(separator: "\n") else { continue }
                struct Line: Decodable { var text: String }
                texts += try lines.prefix(150).map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)).text }
            }
        }
        texts += stride(from: 60, to: texts.count - 12, by: 80).map { texts[$0..<($0 + 12)].joined(separator: " ") }
        let ranges: [ClosedRange<UInt32>] = [
            0...31, 32...126, 160...0x24f, 0x300...0x36f, 0x370...0x5ff, 0x2000...0x206f, 0x2100...0x218f, 0x3040...0x30ff, 0x4e00...0x4eff,
            0xff00...0xffef,
            0x1f300...0x1f6ff,
        ]
        while texts.count < 1100 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...60, using: &random) {
                guard let range = ranges.randomElement(using: &random), let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) else {
                    continue
                }
                scalars.append(scalar)
            }
            texts.append(String(scalars))
        }
        return texts
    }

    private func runReference(folder: String, texts: [String]) throws -> [Reference] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", packageRoot.appending(path: "Tests/Fixtures/embedding/reference.py").path, folder]
        let input = FileManager.default.temporaryDirectory.appending(path: "reference-\(UUID().uuidString).json")
        try JSONEncoder().encode(texts).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = output
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode([Reference].self, from: answer)
    }
}
