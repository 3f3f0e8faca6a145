import Base
import Foundation
import HTTPTypes
import Synchronization
package import Transport

/// Vectors from an OpenAI-compatible server.
package final class RemoteEmbedder: Embedder {
    package var model: String { endpoint.model }
    package let dimension: Int
    private let endpoint: EmbeddingsEndpoint
    private let exchange: EmbeddingsExchange
    private let windowing: Windowing

    /// - Parameters:
    ///   - dimension: How many numbers the model's vectors have, as the manifest says; others are refused.
    ///   - windowing: How long passages are cut; a token counts as four bytes, for the server's own tokens are not known here.
    ///   - clock: Measures the waits between tries.
    ///   - jitter: Draws evenly from 0 to 1.
    package init(
        endpoint: EmbeddingsEndpoint, dimension: Int, client: any HTTPClient, windowing: Windowing = Windowing(),
        clock: any Clock<Duration> = ContinuousClock(), jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.endpoint = endpoint
        self.dimension = dimension
        self.windowing = windowing
        exchange = EmbeddingsExchange(endpoint: endpoint, client: client, clock: clock, jitter: jitter)
    }

    /// Asks the server for one vector, to learn how many numbers the model's have.
    /// - Throws: `Problem`, or `CancellationError`.
    package static func dimension(
        at endpoint: EmbeddingsEndpoint, client: any HTTPClient, clock: any Clock<Duration> = ContinuousClock(),
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) async throws -> Int {
        let exchange = EmbeddingsExchange(endpoint: endpoint, client: client, clock: clock, jitter: jitter)
        return try await exchange.vectors(for: ["dimension"], dimension: nil)[0].count
    }

    package func embed(questions: [String]) async throws -> [[Float]] {
        // Servers refuse an empty text, and a space means as little.
        let texts = questions.map { $0.isEmpty ? " " : $0 }
        var vectors: [[Float]] = []
        for batch in endpoint.batches(texts) { vectors += try await exchange.vectors(for: Array(batch), dimension: dimension) }
        return vectors
    }

    package func embed(passages: [PassageInput]) async throws -> [[[Float]]] {
        let windows = passages.map { windowing.texts(for: $0) { ($0.utf8.count + 3) / 4 } }
        var vectors = try await embed(questions: windows.flatMap { $0 })[...]
        return windows.map { windows in
            defer { vectors = vectors.dropFirst(windows.count) }
            return Array(vectors.prefix(windows.count))
        }
    }
}

/// One batch after another to the server, with the tries that `EmbeddingsRetry` decides on.
private final class EmbeddingsExchange: Sendable {
    private static let longestAnswer = 64 << 20
    private let endpoint: EmbeddingsEndpoint
    private let client: any HTTPClient
    private let clock: any Clock<Duration>
    private let jitter: @Sendable () -> Double
    /// Becomes false once the server has refused base64, and stays so.
    private let asksForBase64 = Mutex(true)

    init(endpoint: EmbeddingsEndpoint, client: any HTTPClient, clock: any Clock<Duration>, jitter: @escaping @Sendable () -> Double) {
        self.endpoint = endpoint
        self.client = client
        self.clock = clock
        self.jitter = jitter
    }

    func vectors(for texts: [String], dimension: Int?) async throws -> [[Float]] {
        var retry = EmbeddingsRetry(endpoint: endpoint)
        while true {
            let base64 = asksForBase64.withLock { $0 }
            let failure: EmbeddingsRetry.Failure
            switch try await ask(for: texts, base64: base64) {
            case .success(let body):
                let response = try decode(body)
                guard let status = response.failedStatus else {
                    return try response.vectors(count: texts.count, dimension: dimension, from: endpoint)
                }
                failure = .status(status, retryAfter: nil, body: body)
            case .failure(let failed): failure = failed.failure
            }
            switch retry.next(after: failure, asksForBase64: base64, jitter: jitter()) {
            case .wait(let duration): try await clock.sleep(for: duration)
            case .askForNumbers: asksForBase64.withLock { $0 = false }
            case .giveUp(let problem): throw problem
            }
        }
    }

    private struct Failed: Error {
        var failure: EmbeddingsRetry.Failure
    }

    private func ask(for texts: [String], base64: Bool) async throws -> Result<[UInt8], Failed> {
        let body = EmbeddingsRequest(model: endpoint.model, input: texts, encoding_format: base64 ? "base64" : "float")
        var fields: HTTPFields = [.contentType: "application/json", .accept: "application/json"]
        if let key = endpoint.key { fields[.authorization] = "Bearer \(key.revealed)" }
        let request = Transport.HTTPRequest(
            .post, endpoint.url, fields: fields, body: Array(try JSONEncoder().encode(body)), timeouts: endpoint.timeouts)
        do {
            let response = try await client.send(request)
            let content = try await response.body.collect(upTo: Self.longestAnswer)
            guard response.status == 200 else {
                return .failure(Failed(failure: .status(response.status, retryAfter: response.fields[.retryAfter], body: content)))
            }
            return .success(content)
        } catch let error as TransportError {
            return .failure(Failed(failure: .transport(error)))
        }
    }

    private func decode(_ body: [UInt8]) throws -> EmbeddingsResponse {
        do {
            return try JSONDecoder().decode(EmbeddingsResponse.self, from: Data(body))
        } catch {
            throw endpoint.problem(
                "its answer is not a list of vectors", remedy: "Check that the address is that of an OpenAI-compatible server.")
        }
    }
}
