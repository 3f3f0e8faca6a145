import Embedding
import Testing

/// What holds for every embedder: the embedded one, and the remote one before a stand-in.
@Suite struct EmbedderContractTests {
    enum Maker: CaseIterable, Sendable {
        case remote, embedded

        /// Those that can be made here: the embedded one needs its pack.
        static let present = allCases.filter { $0 == .remote || TestModel.isPresent }

        func make() throws -> any Embedder {
            switch self {
            case .remote:
                RemoteEmbedder(
                    endpoint: EmbeddingsEndpoint(base: "http://127.0.0.1:1", model: "m"), dimension: StandInEmbeddings.dimension,
                    client: StandInEmbeddings(encoding: .base64).client)
            case .embedded: try TestModel.open()
            }
        }
    }

    @Test(arguments: Maker.present) func `questions get one vector each, in order, of unit length, the same every time`(maker: Maker) async throws {
        let embedder = try maker.make()
        let questions = ["¿Cuál es el plazo?", "", "What is it?", "Qual é o prazo?", "¿Cuál es el plazo?"]
        let vectors = try await embedder.embed(questions: questions)
        #expect(vectors.count == questions.count)
        #expect(vectors.allSatisfy { $0.count == embedder.dimension && abs($0.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4 })
        #expect(vectors[0] == vectors[4] && vectors[0] != vectors[2])
        for (question, vector) in zip(questions, vectors) { #expect(try await embedder.embed(questions: [question]) == [vector]) }
        #expect(try await embedder.embed(questions: []).isEmpty)
    }

    @Test(arguments: Maker.present) func `passages get a vector for each window, at least one`(maker: Maker) async throws {
        let embedder = try maker.make()
        let long = Array(repeating: "O prazo termina no fim do mês de abril.", count: 60).joined(separator: " ")
        let passages = [PassageInput(text: ""), PassageInput(title: "Prazos", text: "Uma frase."), PassageInput(title: "Prazos", text: long)]
        let vectors = try await embedder.embed(passages: passages)
        #expect(vectors.count == 3 && vectors[0].count == 1 && vectors[1].count == 1 && vectors[2].count > 3)
        #expect(vectors.joined().allSatisfy { $0.count == embedder.dimension })
        #expect(try await embedder.embed(questions: ["Prazos. Uma frase."]) == vectors[1])
        #expect(try await embedder.embed(passages: []).isEmpty)
    }

    @Test(arguments: Maker.present) func `a cancelled caller gets a cancellation`(maker: Maker) async throws {
        let embedder = try maker.make()
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    withUnsafeCurrentTask { $0?.cancel() }
                    _ = try await embedder.embed(questions: (0..<200).map { "question \($0)" })
                }
                try await group.waitForAll()
            }
        }
    }
}
