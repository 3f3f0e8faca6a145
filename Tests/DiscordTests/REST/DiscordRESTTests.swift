import Base
import Foundation
import HTTPTypes
import Synchronization
import Testing
import TestSupport
import Transport

@testable import Discord

/// Answers from a list, and keeps what was asked.
final class ScriptedHTTP: HTTPClient {
    enum Answer: Sendable {
        case status(Int, String = "", [String: String] = [:])
        case failure(TransportError)
    }

    private let state: Mutex<(answers: [Answer], requests: [Transport.HTTPRequest])>

    init(_ answers: Answer...) { state = Mutex((answers, [])) }

    var requests: [Transport.HTTPRequest] { state.withLock { $0.requests } }

    var bodies: [JSONValue] { requests.compactMap { try? JSONDecoder().decode(JSONValue.self, from: Data($0.body)) } }

    func send(_ request: Transport.HTTPRequest) async throws -> Transport.HTTPResponse {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty ? Answer.status(500) : state.answers.removeFirst()
        }
        switch answer {
        case .failure(let error): throw error
        case .status(let status, let text, let headers):
            let body = Mutex<[UInt8]?>(Array(text.utf8))
            let next: @Sendable () async throws -> [UInt8]? = {
                body.withLock { body in
                    defer { body = nil }
                    return body
                }
            }
            return Transport.HTTPResponse(status: status, fields: RateLimiterTests.fields(headers), body: HTTPBody(next: next))
        }
    }
}

struct DiscordRESTTests {
    static let message = #"{"id":"7","channel_id":"1","content":"x"}"#

    /// No jitter: waits between tries are zero, and those of rate limits need the clock to be moved.
    static func rest(_ http: ScriptedHTTP, clock: ManualClock = ManualClock()) -> DiscordREST {
        let configuration = DiscordREST.Configuration(base: "http://x/api", token: Secret("tok"), projectURL: "https://p", version: "1.2")
        return DiscordREST(configuration, client: http, timeline: Timeline(clock), random: { 0 })
    }

    @Test func `requests carry the token, the User-Agent and the type of their body`() async throws {
        let http = ScriptedHTTP(.status(200, Self.message), .status(200, #"{"id":"9"}"#))
        let rest = Self.rest(http)
        _ = try await rest.create(MessageDraft("hi"), in: "1")
        _ = try await rest.me()
        #expect(http.requests[0].url == "http://x/api/channels/1/messages" && http.requests[0].method == .post)
        #expect(http.requests.allSatisfy { $0.fields[.authorization] == "Bot tok" && $0.fields[.userAgent] == "DiscordBot (https://p, 1.2)" })
        #expect(http.requests.map { $0.fields[.contentType] } == ["application/json", nil])
    }

    @Test func `nothing that is created or edited can ping anyone`() async throws {
        let http = ScriptedHTTP(.status(200, Self.message), .status(200, Self.message))
        let rest = Self.rest(http)
        _ = try await rest.create(MessageDraft("@everyone", replyingTo: "5"), in: "1")
        try await rest.edit("7", in: "1", to: MessageDraft("@here"))
        #expect(http.bodies.map { $0["allowed_mentions"] } == [["parse": []], ["parse": []]])
        #expect(http.bodies[0]["message_reference"] == ["message_id": "5", "fail_if_not_exists": false])
        #expect(http.bodies[1]["nonce"] == nil)
    }

    @Test(
        arguments: [.status(500), .status(502), .status(503), .status(504), .status(524), .failure(.broken(host: "x", reason: "reset"))]
            as [ScriptedHTTP.Answer])
    func `a create is tried again under the same nonce`(failure: ScriptedHTTP.Answer) async throws {
        let http = ScriptedHTTP(failure, failure, .status(200, Self.message))
        _ = try await Self.rest(http).create(MessageDraft("hi"), in: "1")
        let nonces = Set(http.bodies.compactMap { $0["nonce"]?.stringValue })
        #expect(http.requests.count == 3 && nonces.count == 1 && nonces.allSatisfy { $0.count <= 25 })
        #expect(http.bodies.allSatisfy { $0["enforce_nonce"] == true })
    }

    @Test func `two creates have different nonces`() async throws {
        let http = ScriptedHTTP(.status(200, Self.message), .status(200, Self.message))
        let rest = Self.rest(http)
        for _ in 0..<2 { _ = try await rest.create(MessageDraft("hi"), in: "1") }
        #expect(Set(http.bodies.compactMap { $0["nonce"] }).count == 2)
    }

    @Test func `a server that never recovers is given up`() async {
        let http = ScriptedHTTP()
        await #expect(throws: DiscordError(.serverFailure, call: "GET /users/@me", status: 500)) { _ = try await Self.rest(http).me() }
        #expect(http.requests.count == DiscordREST.maximumAttempts)
    }

    @Test func `a 401 ends all requests for five minutes, or until the gateway takes the token`() async throws {
        let refusal = ScriptedHTTP.Answer.status(401, #"{"code":0,"message":"401: Unauthorized"}"#)
        let (http, clock) = (ScriptedHTTP(refusal, refusal, .status(200, #"{"id":"9"}"#)), ManualClock())
        let rest = Self.rest(http, clock: clock)
        for _ in 0..<2 { await #expect(throws: DiscordError.self) { _ = try await rest.me() } }
        clock.advance(by: .seconds(299))
        await #expect(throws: DiscordError.self) { _ = try await rest.me() }
        #expect(http.requests.count == 1 && rest.isTokenRejected)
        clock.advance(by: .seconds(1))
        for _ in 0..<2 { await #expect(throws: DiscordError.self) { _ = try await rest.me() } }
        #expect(http.requests.count == 2)
        rest.trustToken()
        #expect(try await rest.me().id == "9" && !rest.isTokenRejected)
    }

    @Test func `a 401 ends all requests`() async {
        let http = ScriptedHTTP(.status(401, #"{"code":0,"message":"401: Unauthorized"}"#))
        let rest = Self.rest(http)
        for _ in 0..<3 { await #expect { _ = try await rest.me() } throws: { ($0 as? DiscordError)?.kind == .unauthorized } }
        #expect(http.requests.count == 1)
    }

    @Test(arguments: [ScriptedHTTP.Answer.status(503), .failure(.connect(host: "x", reason: "refused")), .status(429, #"{"retry_after":9}"#)])
    func `where the gateway is is asked once, so that what fails is told at once`(answer: ScriptedHTTP.Answer) async {
        let http = ScriptedHTTP(answer)
        await #expect(throws: DiscordError.self) { _ = try await Self.rest(http).gatewayLocation() }
        #expect(http.requests.count == 1)
    }

    @Test func `a 429 is waited out, to the moment`() async throws {
        let http = ScriptedHTTP(
            .status(429, #"{"message":"","retry_after":1.5,"global":false}"#, ["X-RateLimit-Scope": "user"]), .status(204))
        let clock = ManualClock()
        let rest = Self.rest(http, clock: clock)
        async let typing: Void = rest.startTyping(in: "1")
        await clock.waitForSleepers()
        #expect(clock.nextDeadline?.offset == .milliseconds(1500))
        #expect(http.requests.count == 1)
        clock.advance(by: .milliseconds(1500))
        try await typing
        #expect(http.requests.count == 2)
    }

    @Test func `a wait beyond the patience is an error at once`() async {
        let html = ScriptedHTTP.Answer.status(429, "<html>", ["Retry-After": "3600"])
        let http = ScriptedHTTP(html)
        await #expect { _ = try await Self.rest(http).gatewayLocation() } throws: {
            ($0 as? DiscordError)?.kind == .blocked(retryAfter: .seconds(3600))
        }
        #expect(http.requests.count == 1)
    }

    @Test func `a text over 2,000 UTF-16 units is not sent`() async {
        let http = ScriptedHTTP()
        await #expect { _ = try await Self.rest(http).create(MessageDraft(String(repeating: "😀", count: 1001)), in: "1") } throws: {
            ($0 as? DiscordError)?.kind == .tooLong
        }
        #expect(http.requests.isEmpty)
    }

    @Test func `deleting what is gone is no error, and a 204 has no body`() async throws {
        let http = ScriptedHTTP(.status(404, #"{"code":10008,"message":"Unknown Message"}"#), .status(204))
        let rest = Self.rest(http)
        try await rest.delete("7", in: "1")
        try await rest.delete("7", in: "1")
    }

    @Test func `the gateway's location comes with the session starts left`() async throws {
        let text = #"{"url":"wss://g","shards":2,"session_start_limit":{"total":1000,"remaining":3,"reset_after":14400000,"max_concurrency":16}}"#
        let location = try await Self.rest(ScriptedHTTP(.status(200, text))).gatewayLocation()
        #expect(
            location
                == GatewayLocation(
                    url: "wss://g", shards: 2, limit: SessionStartLimit(total: 1000, remaining: 3, resetAfter: .seconds(14_400), maxConcurrency: 16)))
    }

    @Test(
        arguments: [
            (403, 50001, .missingAccess), (403, 50013, .missingPermissions), (404, 10003, .unknownChannel), (404, 10008, .unknownMessage),
            (400, 50035, .invalidRequest), (400, 50006, .emptyMessage), (400, 50083, .archivedThread), (400, 160_002, .replyImpossible),
            (400, 200_000, .blockedByModeration), (400, 30046, .tooOften), (403, 40333, .badUserAgent), (403, 0, .missingPermissions),
            (400, 0, .invalidRequest), (418, 1, .invalidRequest), (404, 0, .noSuchRoute),
        ] as [(Int, Int, DiscordError.Kind)])
    func `errors say what they mean`(status: Int, code: Int, kind: DiscordError.Kind) async {
        let http = ScriptedHTTP(.status(status, #"{"code":\#(code),"message":"told"}"#))
        await #expect { try await Self.rest(http).edit("7", in: "1", to: MessageDraft("x")) } throws: { error in
            guard let error = error as? DiscordError else { return false }
            return error.kind == kind && error.code == code && error.description.contains("told") && !error.problem.remedy.isEmpty
        }
        #expect(http.requests.count == 1)
    }

    @Test func `a 403 that is not Discord's own is told as a blocked address`() async {
        let http = ScriptedHTTP(.status(403, "<html>error code: 1020</html>"))
        await #expect { _ = try await Self.rest(http).gatewayLocation() } throws: { error in
            guard let error = error as? DiscordError else { return false }
            return error.kind == .blocked(retryAfter: nil) && error.problem.kind == .temporary && GatewayTrouble(error).stage == .http
        }
    }

    @Test func `a cancelled request frees its bucket`() async throws {
        let http = ScriptedHTTP(.status(429, #"{"retry_after":30}"#), .status(204))
        let clock = ManualClock()
        let rest = Self.rest(http, clock: clock)
        await withTaskGroup { group in
            group.addTask { _ = try? await rest.create(MessageDraft("x"), in: "1") }
            await clock.waitForSleepers()
            group.cancelAll()
        }
        clock.advance(by: .seconds(30))
        try await rest.delete("7", in: "1")
    }
}
