import Base
@testable import Embedding
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Transport

@Suite struct RemoteEmbedderTests {
    private static let endpoint = EmbeddingsEndpoint(base: "http://127.0.0.1:1/v1/", model: "m", key: Secret("key-of-the-server"))

    private func embedder(_ client: ScriptedHTTPClient, endpoint: EmbeddingsEndpoint = Self.endpoint) -> RemoteEmbedder {
        RemoteEmbedder(endpoint: endpoint, dimension: StandInEmbeddings.dimension, client: client, clock: InstantClock(), jitter: { 0.5 })
    }

    @Test(arguments: [StandInEmbeddings.Encoding.base64, .numbers, .refusesBase64])
    func `vectors come in the texts' order and of unit length, however the server writes them`(encoding: StandInEmbeddings.Encoding) async throws {
        let client = StandInEmbeddings(encoding: encoding).client
        var endpoint = Self.endpoint
        endpoint.batch = 3
        let texts = (0..<8).map { "text \($0)" }
        let vectors = try await embedder(client, endpoint: endpoint).embed(questions: texts)
        for (vector, text) in zip(vectors, texts) { #expect(abs(cosine(vector, StandInEmbeddings.vector(for: text)) - 1) < 1e-5) }
        #expect(vectors.count == 8 && vectors.allSatisfy { abs($0.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5 })
        // Three batches; a refusal of base64 is met once.
        #expect(client.requests.count == (encoding == .refusesBase64 ? 4 : 3))
        let first = try #require(client.requests.first)
        #expect(first.url == "http://127.0.0.1:1/v1/embeddings" && first.method == .post)
        #expect(first.fields[.authorization] == "Bearer key-of-the-server" && first.fields[.contentType] == "application/json")
    }

    @Test func `batches are bounded by number and by bytes`() {
        var endpoint = Self.endpoint
        (endpoint.batch, endpoint.batchBytes) = (3, 10)
        let texts = ["aaaa", "bbbb", "cccc", "a text longer than all", "d", "e", "f", "g"]
        #expect(endpoint.batches(texts).map(Array.init) == [["aaaa", "bbbb"], ["cccc"], ["a text longer than all"], ["d", "e", "f"], ["g"]])
        #expect(endpoint.batches([]).isEmpty)
    }

    @Test func `a busy server is asked again`() async throws {
        let answer = try StandInEmbeddings(encoding: .base64).answer(texts: ["q"], base64: true)
        let client = ScriptedHTTPClient([
            .answer(429, fields: [.retryAfter: "7"]), .answer(503), .failure(TransportError.timeout(host: "h", stage: "head")),
            .answer(200, text: answer),
        ])
        let clock = InstantClock()
        let embedder = RemoteEmbedder(endpoint: Self.endpoint, dimension: StandInEmbeddings.dimension, client: client, clock: clock, jitter: { 0.5 })
        #expect(try await embedder.embed(questions: ["q"]).count == 1)
        // What the server asked for and half a second, then half of 2 s and of 4 s.
        #expect(clock.slept == [.seconds(7.5), .seconds(1), .seconds(2)])
    }

    @Test(arguments: [
        (401, "", Problem.Kind.usage, "key"), (402, "", .usage, "credit"), (403, "", .usage, "key"), (404, "", .usage, "model"),
        (500, "", .temporary, "later"), (302, "", .failure, "address"),
        (413, #"{"error": {"message": "too long by far for key-of-the-server"}}"#, .failure, "address"),
    ]) func `a refusal says what to do`(status: Int, body: String, kind: Problem.Kind, remedy: String) async {
        let client = ScriptedHTTPClient { _ in .answer(status, text: body) }
        let problem = await #expect(throws: Problem.self) { try await embedder(client).embed(questions: ["the question"]) }
        #expect(problem?.kind == kind && problem?.remedy.contains(remedy) == true)
        #expect(problem.map { !"\($0)".contains("key-of-the-server") && !"\($0)".contains("the question") } == true)
        #expect(client.requests.count == (status == 500 ? 5 : 1))
        #expect(body.isEmpty || problem?.reason.contains("too long by far") == true)
    }

    @Test(arguments: [#"{"error": {"code": 503, "message": "no provider"}}"#, #"{"error": {"code": "429"}}"#, #"{"error": "overloaded"}"#])
    func `an error that comes as an answer is one`(body: String) async throws {
        let answer = try StandInEmbeddings(encoding: .base64).answer(texts: ["q"], base64: true)
        let client = ScriptedHTTPClient([.answer(200, text: body), .answer(200, text: answer)])
        let clock = InstantClock()
        let embedder = RemoteEmbedder(endpoint: Self.endpoint, dimension: StandInEmbeddings.dimension, client: client, clock: clock, jitter: { 0.5 })
        #expect(try await embedder.embed(questions: ["q"]).count == 1 && clock.slept.count == 1)
        let refused = ScriptedHTTPClient([.answer(200, text: #"{"error": {"code": 401, "message": "no key"}}"#)])
        let problem = await #expect(throws: Problem.self) { try await self.embedder(refused).embed(questions: ["q"]) }
        #expect(problem?.kind == .usage && problem?.remedy.contains("key") == true)
    }

    @Test(arguments: ["nan", "inf", "-5", "1e400", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", ""])
    func `a wait that is no number of seconds is not the server's to choose`(header: String) async throws {
        let answer = try StandInEmbeddings(encoding: .base64).answer(texts: ["q"], base64: true)
        let client = ScriptedHTTPClient([.answer(429, fields: [.retryAfter: header]), .answer(200, text: answer)])
        #expect(try await embedder(client).embed(questions: ["q"]).count == 1)
    }

    @Test func `floats in base64 are little-endian`() async throws {
        let client = ScriptedHTTPClient([.answer(200, text: #"{"data": [{"index": 0, "embedding": "AACAPwAAAEAAAABAAAAAAA=="}]}"#)])
        let vector = try await embedder(client).embed(questions: ["q"])[0]
        #expect(zip(vector, [1 / 3, 2 / 3, 2 / 3, 0] as [Float]).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func `vectors of another length are refused with both lengths and the model`() async {
        let client = ScriptedHTTPClient([.answer(200, text: #"{"data": [{"index": 0, "embedding": [1, 0, 0]}]}"#)])
        let problem = await #expect(throws: Problem.self) { try await embedder(client).embed(questions: ["q"]) }
        #expect(problem?.reason.contains("3 numbers where 4 are due") == true && problem?.remedy.contains("model m") == true)
    }

    @Test(arguments: ["3600", "1e300"]) func `a server that wants a long wait is not waited for`(wait: String) async {
        let clock = InstantClock()
        let client = ScriptedHTTPClient([.answer(429, fields: [.retryAfter: wait])])
        let embedder = RemoteEmbedder(endpoint: Self.endpoint, dimension: 4, client: client, clock: clock, jitter: { 0 })
        let problem = await #expect(throws: Problem.self) { try await embedder.embed(questions: ["q"]) }
        #expect(problem?.kind == .temporary && problem?.reason.contains(wait == "3600" ? wait : "1000000") == true && clock.slept.isEmpty)
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"data": []}"#, #"{"data": [{"index": 1, "embedding": [1, 0, 0, 0]}]}"#,
        #"{"data": [{"index": 0, "embedding": [1, 0, 0]}]}"#,
        #"{"data": [{"index": 0, "embedding": [0, 0, 0, 0]}]}"#, #"{"data": [{"index": 0, "embedding": "AAA"}]}"#,
        #"{"data": [{"index": -1, "embedding": [1]}]}"#,
        #"{"data": [{"embedding": [1, 0, 0, 0]}, {"embedding": [1, 0, 0, 0]}]}"#,
        #"{"data": [{"index": 0, "embedding": "AACAfwAAAAAAAAAAAAAAAA=="}]}"#,
    ]) func `an answer that breaks the protocol is refused`(body: String) async {
        await #expect(throws: Problem.self) { try await embedder(ScriptedHTTPClient([.answer(200, text: body)])).embed(questions: ["q"]) }
    }

    @Test func `the dimension is learnt from the server`() async throws {
        let client = StandInEmbeddings(encoding: .base64).client
        #expect(try await RemoteEmbedder.dimension(at: Self.endpoint, client: client) == StandInEmbeddings.dimension)
    }
}
