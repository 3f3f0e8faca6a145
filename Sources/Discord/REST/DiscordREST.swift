package import Base
import Foundation
import HTTPTypes
import Synchronization
package import Transport

/// The routes of Discord's API that are used. Requests obey the rate limits, and are tried again when that can help.
package final class DiscordREST: Sendable {
    /// Where and as whom.
    package struct Configuration: Sendable {
        /// The API with its version: `DISCORD_API_BASE`.
        package var base: String
        package var token: Secret
        /// The project's page and version, for the User-Agent that Discord demands.
        package var projectURL: String
        package var version: String

        package init(base: String = "https://discord.com/api/v10", token: Secret, projectURL: String, version: String) {
            self.base = base
            self.token = token
            self.projectURL = projectURL
            self.version = version
        }

        /// Of the form that Discord demands; another one is answered with 403.
        var userAgent: String { "DiscordBot (\(projectURL), \(version))" }
    }

    struct Call: Sendable {
        var method: HTTPTypes.HTTPRequest.Method
        /// Below the base, with ids.
        var path: String
        var route: RateLimiter.Route
        var body: JSONValue?
        /// How long the caller waits, rate limits and retries included.
        var patience: Duration
    }

    /// Enough for a rate limit or a short outage; a member who waits longer has gone.
    static let patience = Duration.seconds(120)
    static let maximumAttempts = 8
    static let maximumAnswer = 4 << 20
    private static let backoff = Backoff(base: .milliseconds(500), cap: .seconds(10))

    private let configuration: Configuration
    private let client: any HTTPClient
    private let timeline: Timeline
    private let random: @Sendable () -> Double
    private let gate: RateLimitGate
    private let isTokenRejected = Mutex(false)

    /// - Parameter random: Even draws from 0 to 1, for the waits between tries.
    package init(
        _ configuration: Configuration, client: any HTTPClient, timeline: Timeline = Timeline(ContinuousClock()),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.configuration = configuration
        self.client = client
        self.timeline = timeline
        self.random = random
        gate = RateLimitGate(timeline: timeline)
    }

    /// Sends a call until it succeeds, cannot succeed, or the patience ends.
    /// - Throws: `DiscordError` or `CancellationError`.
    func perform(_ call: Call) async throws -> [UInt8] {
        let deadline = timeline.now + call.patience
        var attempt = 0
        while true {
            let failure: DiscordError
            do {
                // After a 401 every further request would be another invalid one.
                if isTokenRejected.withLock({ $0 }) { throw DiscordError(.unauthorized, call: call.route.name) }
                let answer = try await gate.pass(call.route, deadline: deadline) { try await self.exchange(call) }
                switch answer.status {
                case 200..<300: return answer.body
                case 429:
                    failure = DiscordError(.rateLimited(retryAfter: answer.refusal?.retryAfter ?? .zero), call: call.route.name, status: 429)
                case 500, 502, 503, 504, 520...530: failure = DiscordError(.serverFailure, call: call.route.name, status: answer.status)
                default:
                    if answer.status == 401 { isTokenRejected.withLock { $0 = true } }
                    throw DiscordError(call: call.route.name, status: answer.status, body: answer.body)
                }
            } catch let error as TransportError {
                failure = DiscordError(.unreachable(error), call: call.route.name)
            }
            attempt += 1
            guard attempt < Self.maximumAttempts else { throw failure }
            // The pause of a 429 is kept by the limiter.
            if failure.status == 429 { continue }
            let next = timeline.now + Self.backoff.delay(attempt: attempt - 1, jitter: random())
            guard next < deadline else { throw failure }
            try await timeline.sleep(until: next)
        }
    }

    private struct Answer: Sendable {
        var status: Int
        var body: [UInt8]
        var refusal: RateLimitAnswer.Refusal?
    }

    private func exchange(_ call: Call) async throws -> (Answer, RateLimitAnswer) {
        var fields: HTTPFields = [
            .authorization: "Bot \(configuration.token.revealed)",
            .userAgent: configuration.userAgent,
        ]
        if call.body != nil { fields[.contentType] = "application/json" }
        let request = HTTPRequest(
            call.method, configuration.base + call.path, fields: fields, body: call.body.map { Array($0.text.utf8) } ?? [],
            timeouts: HTTPTimeouts(connect: .seconds(10), idle: .seconds(20), total: .seconds(30)))
        let response = try await client.send(request)
        let body = try await response.body.collect(upTo: Self.maximumAnswer)
        let limits = RateLimitAnswer(status: response.status, fields: response.fields, body: body)
        return (Answer(status: response.status, body: body, refusal: limits.refusal), limits)
    }
}
