import Answering
import Base
import Embedding
import Foundation
import SearchIndex
import TestSupport
import Testing

final class RetrieverTests {
    /// An embedder that cannot be reached.
    private struct Unreachable: Embedder {
        let model = "m"
        let dimension = 2
        func embed(questions: [String]) async throws -> [[Float]] {
            throw Problem(.temporary, what: "cannot embed", location: "", reason: "no connection", remedy: "")
        }
        func embed(passages: [PassageInput]) async throws -> [[[Float]]] { [] }
    }

    /// An embedder that computes on the caller's thread, if it can.
    private final class Local: LocalEmbedder {
        let model = "m"
        let dimension = 2
        let problem: Problem?
        init(problem: Problem? = nil) { self.problem = problem }
        func vectors(for questions: [String]) throws -> [[Float]] {
            if let problem { throw problem }
            return questions.map { _ in [0, 1] }
        }
        func embed(questions: [String]) async throws -> [[Float]] { throw Problem(what: "asked elsewhere", location: "", reason: "", remedy: "") }
        func embed(passages: [PassageInput]) async throws -> [[[Float]]] { [] }
    }

    /// A model whose comparison of any two texts gives the same.
    private struct Comparing: Embedder, TokenModel {
        let model = "m"
        let dimension = 2
        let tokenizer = "letters"
        let interaction: Float
        func embed(questions: [String]) async throws -> [[Float]] { questions.map { _ in [1, 0] } }
        func embed(passages: [PassageInput]) async throws -> [[[Float]]] { [] }
        func tokens(in text: String) -> [UInt32] { text.utf8.map(UInt32.init) }
        func surprise(of tokens: [UInt32]) -> [Float] { tokens.map { _ in 1 } }
        func lateInteraction(
            question: [UInt32], weights: [Float], passages: [(heading: ArraySlice<UInt32>, text: ArraySlice<UInt32>)]
        ) -> [Float] { passages.map { _ in interaction } }
    }

    private let folder = NSTemporaryDirectory() + "retriever-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// An index of two chunks.
    private func index() throws -> SearchIndex {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let chunks = try ChunkWriter(path: "\(folder)/meta.json")
        let vectors = try VectorIndexWriter(path: "\(folder)/faiss.index", dimension: 2)
        for (number, text) in ["La tesorera lleva las cuentas.", "El presidente convoca la asamblea."].enumerated() {
            try chunks.append(Chunk(number: number, text: text, title: "T", source: "\(number).md", page: 4, section: "S", url: "u"))
            try vectors.add([[0, 1]])
        }
        try chunks.finish()
        try vectors.write()
        _ = try ChunkStoreBuilder(tokenizer: "letters") { { $0.utf8.map(UInt32.init) } }.build(
            meta: "\(folder)/meta.json", store: "\(folder)/chunks.sqlite")
        let manifest = Manifest(revision: "r7", createdAt: "2026-01-02T03:04:05Z", embedModel: "m", numChunks: 2)
        try manifest.json().write(to: URL(fileURLWithPath: "\(folder)/manifest.json"))
        return try SearchIndex(folder: folder)
    }

    @Test func `without an index the problem is a temporary one`() async throws {
        let retriever = Retriever(index: { nil }, embedder: { _ in nil })
        await #expect(throws: Problem.noIndex) { try await retriever.retrieve(Question(text: "?"), top: 3) }
        #expect(Problem.noIndex.kind == .temporary)
    }

    @Test func `words find passages when the embedder cannot be reached, and a short question leans on the one before`() async throws {
        let index = try index()
        let retriever = Retriever(index: { index }, embedder: { _ in Unreachable() })
        let found = try await retriever.retrieve(Question(text: "¿Quién lleva las cuentas?"), top: 1)
        let first = try #require(found.passages.first)
        #expect(found.revision == "r7" && first.source == "0.md" && first.page == 4 && first.section == "S" && first.url == "u" && first.title == "T")
        let history = [Turn(question: "¿Quién convoca la asamblea?", answer: "…")]
        #expect(try await retriever.retrieve(Question(text: "¿y cuándo?", history: history), top: 1).passages.first?.chunk == 1)
        let about = Question(text: "¿Es cierto?", attached: "El presidente convoca la asamblea")
        #expect(try await retriever.retrieve(about, top: 1).passages.first?.chunk == 1)
    }

    @Test func `a model that computes here is asked where the search runs, and words find passages when it cannot`() async throws {
        let index = try index()
        let question = Question(text: "¿Quién lleva las cuentas?")
        let local = Local()
        let arms = try await Retriever(index: { index }, embedder: { _ in local }).search(question, top: 1) { $1.flatMap { $0.arms.keys } }
        #expect(arms.contains("dense"))
        let broken = Local(problem: Problem(what: "cannot read the model", location: "", reason: "the disk is gone", remedy: ""))
        let hits = try await Retriever(index: { index }, embedder: { _ in broken }).search(question, top: 1) { $1 }
        #expect(hits.first?.chunk == 0 && hits.first?.arms["dense"] == nil)
    }

    @Test func `whoever watches learns of each search, and of the index's failures alone`() async throws {
        let index = try index()
        let reports = Observed<[SearchReport]>([])
        let retriever = Retriever(index: { index }, embedder: { _ in Unreachable() }, observe: { report in reports.update { $0.append(report) } })
        // That the embedder cannot be reached is not the index's fault.
        _ = try await retriever.retrieve(Question(text: "¿Quién lleva las cuentas?"), top: 1)
        let broken = Problem(what: "cannot read", location: "", reason: "the disk is gone", remedy: "")
        await #expect(throws: broken) { try await retriever.search(Question(text: "otra"), top: 1) { _, _ in throw broken } }
        await #expect(throws: Problem.noIndex) { try await Retriever(index: { nil }, embedder: { _ in nil }).retrieve(Question(text: "?"), top: 1) }
        let seen = reports.value
        #expect(seen.map(\.problem) == [nil, broken] && seen.map(\.folder) == [folder, folder])
        #expect(seen.map(\.text) == ["¿Quién lleva las cuentas?", "otra"] && seen.allSatisfy { $0.duration > .zero })
    }

    @Test func `where no chunk is likely to answer there is no passage, though the search shows what it found`() async throws {
        let index = try index()
        let question = Question(text: "¿Quién lleva las cuentas?")
        let near = Retriever(index: { index }, embedder: { _ in Comparing(interaction: 0.6) })
        let far = Retriever(index: { index }, embedder: { _ in Comparing(interaction: 0.2) })
        #expect(try await near.retrieve(question, top: 2).passages.isEmpty == false)
        #expect(try await far.retrieve(question, top: 2).passages.isEmpty)
        let relevance = try await far.search(question, top: 2) { $1.compactMap(\.relevance) }
        #expect(!relevance.isEmpty && relevance.allSatisfy { 0 < $0 && $0 < Relevance.threshold })
    }
}
