/// Stands in for OpenRouter: strict about what it is sent, obedient to its script, and by default an honest reader of the prompt, whose
/// answer quotes the first passage and cites it.
///
///     let router = try StandInOpenRouter(key: "sk-test", models: ["a/b"])
///     router.script(.failure(429, retryAfter: 1), .answer)
///     // OPENROUTER_BASE_URL = router.baseURL
///     #expect(router.violations == [])
package final class StandInOpenRouter: Sendable {
    private let server: StandInServer
    private let desk: OpenRouterDesk

    /// - Parameters:
    ///   - key: What `Authorization` must bear; nil wants none.
    ///   - models: The names that it knows.
    package init(key: String? = "sk-or-test", models: Set<String> = ["test/model", "test/other"], port: Int = 0) throws {
        let desk = OpenRouterDesk(key: key, models: models)
        self.desk = desk
        server = try StandInServer(port: port) { try desk.serve($0, $1) }
    }

    deinit {
        server.stop()
    }

    /// What `OPENROUTER_BASE_URL` is to be.
    package var baseURL: String { "\(server.url)/api/v1" }
    /// The chat requests that were in order, oldest first.
    package var requests: [Request] { desk.requests }
    /// Every rule that a request has broken.
    package var violations: [String] { desk.violations }
    /// How many connections are open.
    package var connectionCount: Int { server.connectionCount }

    /// Meets the next requests in these ways, in this order; after them it answers as `otherwise` says.
    package func script(_ behaviours: Behaviour..., otherwise: Behaviour = .answer) {
        desk.script(behaviours, otherwise: otherwise)
    }

    /// Returns when it has come to this.
    /// - Throws: `DeadlinePassed` when it has not in time.
    package func wait(until isMet: @escaping @Sendable (Tally) -> Bool) async throws { try await desk.wait(until: isMet) }

    package func stop() { server.stop() }

    /// How many requests came, how many answers were given to their end, and how many whose reader left.
    package struct Tally: Sendable, Equatable {
        package var requests: Int
        package var given: Int
        package var broken: Int
    }

    /// A chat request as it was sent.
    package struct Request: Sendable, Decodable {
        package struct Message: Sendable, Decodable, Equatable {
            package var role: String
            package var content: String
        }
        package var model: String?
        package var models: [String]?
        package var messages: [Message]
        package var max_tokens: Int?
        package var temperature: Double?
        package var stream: Bool?
    }
}
