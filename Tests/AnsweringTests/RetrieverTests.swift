import Answering
import Base
import Embedding
import Foundation
import SearchIndex
import Testing

struct RetrieverTests {
    /// An embedder that cannot be reached.
    private struct Unreachable: Embedder {
        let model = "m"
        let dimension = 2
        func embed(questions: [String]) async throws -> [[Float]] {
            throw Problem(.temporary, what: "cannot embed", location: "", reason: "no connection", remedy: "")
        }
        func embed(passages: [PassageInput]) async throws -> [[[Float]]] { [] }
    }

    private func index(in folder: String) throws -> SearchIndex {
        let chunks = try ChunkWriter(path: "\(folder)/meta.json")
        let vectors = try VectorIndexWriter(path: "\(folder)/faiss.index", dimension: 2)
        for (number, text) in ["La tesorera lleva las cuentas.", "El presidente convoca la asamblea."].enumerated() {
            try chunks.append(Chunk(number: number, text: text, title: "T", source: "\(number).md", page: 4, section: "S", url: "u"))
            try vectors.add([[1, 0]])
        }
        try chunks.finish()
        try vectors.write()
        _ = try ChunkStoreBuilder().build(meta: "\(folder)/meta.json", store: "\(folder)/chunks.sqlite")
        let manifest = Manifest(revision: "r7", createdAt: "t", embedModel: "m", numChunks: 2)
        try manifest.json().write(to: URL(fileURLWithPath: "\(folder)/manifest.json"))
        return try SearchIndex(folder: folder)
    }

    @Test func `without an index the problem is a temporary one`() async throws {
        let retriever = Retriever(index: { nil }, embedder: { _ in nil })
        let problem = await #expect(throws: Problem.self) { try await retriever.retrieve(Question(text: "?"), top: 3) }
        #expect(problem?.kind == .temporary)
    }

    @Test func `words find passages when the embedder cannot be reached, and a short question leans on the one before`() async throws {
        let folder = NSTemporaryDirectory() + "retriever-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let index = try index(in: folder)
        let retriever = Retriever(index: { index }, embedder: { _ in Unreachable() })
        let found = try await retriever.retrieve(Question(text: "¿Quién lleva las cuentas?"), top: 1)
        let first = try #require(found.passages.first)
        #expect(found.revision == "r7" && first.source == "0.md" && first.page == 4 && first.section == "S" && first.url == "u" && first.title == "T")
        let history = [Turn(question: "¿Quién convoca la asamblea?", answer: "…")]
        #expect(try await retriever.retrieve(Question(text: "¿y cuándo?", history: history), top: 1).passages.first?.chunk == 1)
    }
}
