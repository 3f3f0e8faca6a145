import Base
import Foundation
import Synchronization
import TestSupport
import Transport

/// A server of the OpenAI kind with vectors of four numbers, not of unit length, that it sends in reverse order.
struct StandInEmbeddings: Sendable {
    enum Encoding: Sendable { case base64, numbers, refusesBase64 }

    static let dimension = 4
    var encoding: Encoding

    var client: ScriptedHTTPClient {
        ScriptedHTTPClient { request in
            struct Body: Decodable {
                var model: String
                var input: [String]
                var encoding_format: String
            }
            guard let body = try? JSONDecoder().decode(Body.self, from: Data(request.body)), body.model == "m", !body.input.contains("") else {
                return .answer(422)
            }
            let asks = body.encoding_format == "base64"
            guard !(asks && encoding == .refusesBase64) else { return .answer(400) }
            return .answer(200, text: (try? answer(texts: body.input, base64: asks && encoding == .base64)) ?? "")
        }
    }

    func answer(texts: [String], base64: Bool) throws -> String {
        let rows = texts.enumerated().reversed().map { index, text in
            let vector = Self.vector(for: text)
            let written = base64 ? "\"\(vector.withUnsafeBytes { Data($0) }.base64EncodedString())\"" : "\(vector)"
            return #"{"object": "embedding", "index": \#(index), "embedding": \#(written)}"#
        }
        return #"{"object": "list", "data": [\#(rows.joined(separator: ","))]}"#
    }

    /// Some vector that differs from text to text.
    static func vector(for text: String) -> [Float] {
        var random = SplitMix(seed: text.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        return random.floats(dimension, in: 1...9)
    }
}

/// A clock whose sleeps are over at once; it remembers them.
final class InstantClock: Clock, Sendable {
    private let state = Mutex((now: ContinuousClock.now, slept: [Duration]()))

    var now: ContinuousClock.Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .zero }
    /// How long was slept, in order.
    var slept: [Duration] { state.withLock { $0.slept } }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.slept.append(deadline - state.now)
            state.now = max(state.now, deadline)
        }
    }
}
