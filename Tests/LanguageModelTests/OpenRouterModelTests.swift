import Base
import LanguageModel
import Logging
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct OpenRouterModelTests {
    static let request = ChatRequest(messages: [.init(.system, "Answer."), .init(.user, "[1]\nWater boils at 100 °C. Ice melts.\n")])

    private func model(
        _ router: StandInOpenRouter, key: String? = "sk-or-test", models: [String] = ["test/model"],
        retries: RetryPolicy = RetryPolicy(backoff: Backoff(base: .zero, cap: .zero))
    ) -> OpenRouterModel<ContinuousClock> {
        OpenRouterModel(
            OpenRouterConfiguration(
                baseURL: router.baseURL, key: key.map { Secret($0) }, models: models, referer: "https://example.org", retries: retries),
            client: CurlHTTPClient(), clock: ContinuousClock(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, jitter: { 1 })
    }

    private func collect(_ model: some ChatModel) async throws -> (text: String, summary: ChatSummary?) {
        var text = ""
        var summary: ChatSummary?
        for try await event in model.complete(Self.request) {
            switch event {
            case .text(let piece): text += piece
            case .finished(let end): summary = end
            }
        }
        return (text, summary)
    }

    @Test func `an answer is streamed, and its usage comes from the last chunk`() async throws {
        let router = try StandInOpenRouter()
        let (text, summary) = try await collect(model(router))
        #expect(text == "Water boils at 100 °C [1].")
        #expect(summary == ChatSummary(model: "test/model", finishReason: "stop", promptTokens: 100, completionTokens: 6, cost: 0.0001))
        #expect(router.violations == [])
        #expect(router.requests.first?.stream == true)
        #expect(router.requests.first?.models == nil)
    }

    @Test func `several models are an order of fallback, and the answer says which one spoke`() async throws {
        let router = try StandInOpenRouter()
        let (_, summary) = try await collect(model(router, models: ["gone/model", "test/other", "test/model"]))
        #expect(summary?.model == "test/other")
        #expect(router.requests.first?.models == ["gone/model", "test/other", "test/model"])
        #expect(router.violations == [])
    }

    @Test func `a server that does not stream and wants no key is understood`() async throws {
        let router = try StandInOpenRouter(key: nil)
        router.script(.whole("All at once [1]."))
        let (text, summary) = try await collect(model(router, key: nil))
        #expect(text == "All at once [1].")
        #expect(summary?.completionTokens == 9)
    }

    @Test func `failures before the first word are retried `() async throws {
        let router = try StandInOpenRouter()
        router.script(.failure(429, retryAfter: 0), .failure(529, code: "\"provider_overloaded\""))
        #expect(try await collect(model(router)).text == "Water boils at 100 °C [1].")
        #expect(router.requests.count == 3)
    }

    @Test func `an empty answer is asked for once more`() async throws {
        let router = try StandInOpenRouter()
        router.script(.stream([]), .stream(["\n", " "]), .answer)
        await #expect(throws: ChatError.empty) { try await collect(model(router)) }
        #expect(router.requests.count == 2)
    }

    @Test func `a stream that breaks off before the first word is asked for again`() async throws {
        let router = try StandInOpenRouter()
        router.script(.stream([], then: .silentEnd), .stream([], then: .error(code: "\"server_error\"", message: "x")))
        #expect(try await collect(model(router)).text == "Water boils at 100 °C [1].")
    }

    static let midway: [(StandInOpenRouter.Ending, ChatError)] = [
        (.error(code: "502", message: "gone"), .unavailable(reason: "gone (HTTP status 502)", retryAfter: nil)),
        (.error(code: "\"server_error\"", message: "gone"), .unavailable(reason: "gone", retryAfter: nil)),
        (.silentEnd, .broken(reason: "the connection ended before the answer did")),
    ]

    @Test(arguments: midway) func `a failure after the first word is told, never retried`(
        ending: StandInOpenRouter.Ending, expected: ChatError
    ) async throws {
        let router = try StandInOpenRouter()
        router.script(.stream(["Half an "], then: ending))
        var text = ""
        await #expect(throws: expected) {
            for try await event in model(router).complete(Self.request) {
                if case .text(let piece) = event { text += piece }
            }
        }
        #expect(text == "Half an ")
        #expect(router.requests.count == 1)
    }

    @Test func `a connection that breaks off midway is told as such`() async throws {
        let router = try StandInOpenRouter()
        router.script(.stream(["Half an "], then: .cut))
        let error = await #expect(throws: ChatError.self) { try await collect(model(router)) }
        guard case .broken = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    static let failures: [(Int, String?, ChatError)] = [
        (400, nil, .rejected(reason: "x (HTTP status 400)")),
        (400, "context_length_exceeded", .tooLong(reason: "x (HTTP status 400)")),
        (402, nil, .noCredit(reason: "x (HTTP status 402)")),
        (403, nil, .refused(reason: "x (HTTP status 403)")),
        (404, nil, .unknownModel(reason: "x (HTTP status 404)")),
        (413, nil, .tooLong(reason: "x (HTTP status 413)")),
    ]

    @Test(arguments: failures) func `a lasting refusal is told by its kind, at once`(
        status: Int, type: String?, expected: ChatError
    ) async throws {
        let router = try StandInOpenRouter()
        router.script(.failure(status, message: "x", type: type))
        await #expect(throws: expected) { try await collect(model(router)) }
        #expect(router.requests.count == 1)
    }

    @Test func `a wrong key is named, and never repeated`() async throws {
        let router = try StandInOpenRouter()
        let error = await #expect(throws: ChatError.self) { try await collect(model(router, key: "sk-wrong")) }
        #expect(error == .unauthorized(reason: "No auth credentials found (HTTP status 401)"))
        router.script(.failure(401, message: "Incorrect API key provided: sk-or-test."))
        let quoting = await #expect(throws: ChatError.self) { try await collect(model(router)) }
        #expect(quoting?.description.contains("sk-or-test") == false)
        #expect(quoting?.problem(at: router.baseURL).remedy == "Check OPENROUTER_API_KEY.")
    }

    @Test func `a page in place of an answer is not taken for one`() async throws {
        let router = try StandInOpenRouter()
        router.script(.raw(200, body: "<html>Sign in</html>"), otherwise: .raw(200, body: "{}", type: "application/json"))
        await #expect(throws: ChatError.broken(reason: "the connection ended before the answer did")) { try await collect(model(router)) }
    }

    @Test func `a server that cannot be reached is told so after the last try`() async throws {
        let router = try StandInOpenRouter()
        router.stop()
        let error = await #expect(throws: ChatError.self) { try await collect(model(router)) }
        guard case .unreachable(_, isLasting: false) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a first word that does not come in time is told, whatever keeps the connection open`() async throws {
        let clock = ManualClock()
        let silent = OpenRouterModel(
            OpenRouterConfiguration(key: nil, models: ["a/b"], referer: ""), client: ScriptedHTTPClient([.silence]), clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        async let passing: Void = {
            await clock.waitForSleepers()
            clock.advance(by: .seconds(45))
        }()
        await #expect(throws: ChatError.timeout(.firstToken)) { try await collect(silent) }
        await passing
    }

    @Test func `leaving the stream closes the connection`() async throws {
        let router = try StandInOpenRouter()
        router.script(.silence)
        await withTaskGroup { group in
            group.addTask { _ = try? await collect(model(router)) }
            while router.requests.isEmpty { await Task.yield() }
            group.cancelAll()
        }
        while router.connectionCount > 0 { await Task.yield() }
    }
}
