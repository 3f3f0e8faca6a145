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

    static let maximumAttempts = 8
    static let maximumAnswer = 4 << 20
    private static let backoff = Backoff(base: .milliseconds(500), cap: .seconds(10))
    /// A token that was rejected is not tried again for so long: each try is an invalid request, and too many get an address banned. But a 401
    /// may also have been a mistake of something on the way.
    private static let restAfterRejection = Duration.seconds(300)

    let configuration: Configuration
    let client: any HTTPClient
    private let timeline: Timeline
    private let random: @Sendable () -> Double
    private let gate: RateLimitGate
    /// When the API last rejected the token.
    private let rejection = Mutex<Duration?>(nil)

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
    /// - Returns: The body of the answer.
    /// - Throws: `DiscordError` or `CancellationError`.
    func perform(_ call: Call) async throws -> [UInt8] {
        let deadline = timeline.now + call.patience
        var attempt = 0
        // A try whose answer was lost may have been carried out.
        var mayHaveArrived = false
        while true {
            let failure: DiscordError
            do {
                if !call.isInteraction, let rejected = rejection.withLock(\.self), timeline.now < rejected + Self.restAfterRejection {
                    throw DiscordError(.unauthorized, call: call.route.name)
                }
                let answer = try await gate.pass(call.route, deadline: deadline) { try await self.exchange(call, until: deadline) }
                switch answer.status {
                case 200..<300:
                    if !call.isInteraction { trustToken() }
                    return answer.body
                case 429: failure = DiscordError(refusal: answer.refusal, call: call.route.name)
                case 500, 502, 503, 504, 520...530:
                    failure = DiscordError(.serverFailure, call: call.route.name, status: answer.status)
                    mayHaveArrived = true
                default:
                    // An interaction's token is none of the bot's.
                    if answer.status == 401 && !call.isInteraction { rejection.withLock { $0 = timeline.now } }
                    let error = DiscordError(call: call.route.name, status: answer.status, body: answer.body)
                    if mayHaveArrived, let code = error.code, code == call.arrivedCode { return [] }
                    throw error
                }
            } catch let error as TransportError {
                failure = DiscordError(.unreachable(error), call: call.route.name)
                if !error.isBeforeSending { mayHaveArrived = true }
            }
            attempt += 1
            guard attempt < call.attempts, call.isRepeatable || !mayHaveArrived else { throw failure }
            // The pause of a 429 is kept by the limiter.
            if failure.status == 429 { continue }
            guard try await pause(before: attempt, until: deadline) else { throw failure }
        }
    }

    /// Whether the API has rejected the token and accepted nothing since.
    package var isTokenRejected: Bool { rejection.withLock { $0 != nil } }

    /// Why nothing is sent to the API at the moment, and for longer than anybody waits for an answer; nil when requests go out.
    package var stoppage: DiscordError? { gate.stoppage.map { DiscordError($0, call: "the API") } }

    /// Discord has accepted the token.
    func trustToken() { rejection.withLock { $0 = nil } }

    /// Waits before another try.
    /// - Returns: false, at once, when the wait would end after the deadline.
    @discardableResult
    func pause(before attempt: Int, until deadline: Duration? = nil) async throws -> Bool {
        let next = timeline.now + Self.backoff.delay(attempt: attempt - 1, jitter: random())
        if let deadline, next >= deadline { return false }
        try await timeline.sleep(until: next)
        return true
    }

    private struct Answer: Sendable {
        var status: Int
        var body: [UInt8]
        var refusal: RateLimitAnswer.Refusal?
    }

    private func exchange(_ call: Call, until deadline: Duration) async throws -> (Answer, RateLimitAnswer) {
        var fields: HTTPFields = [.userAgent: configuration.userAgent]
        if !call.isInteraction { fields[.authorization] = "Bot \(configuration.token.revealed)" }
        if call.body != nil { fields[.contentType] = "application/json" }
        let total = min(.seconds(30), max(deadline - timeline.now, .milliseconds(1)))
        var request = HTTPRequest(
            call.method, configuration.base + call.path, fields: fields, body: call.body.map { Array($0.text.utf8) } ?? [],
            timeouts: HTTPTimeouts(connect: .seconds(10), idle: .seconds(20), total: total))
        request.isRepeatable = call.isRepeatable && call.arrivedCode == nil
        do {
            let response = try await client.send(request)
            let body = try await response.body.collect(upTo: Self.maximumAnswer)
            let limits = RateLimitAnswer(status: response.status, fields: response.fields, body: body)
            return (Answer(status: response.status, body: body, refusal: limits.refusal), limits)
        } catch TransportError.badAddress {
            // The path, which may hold a token, is left out.
            throw TransportError.badAddress(configuration.base)
        }
    }
}
