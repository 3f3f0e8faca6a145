import Base
import Foundation
import HTTPTypes

extension DiscordREST {
    /// GET /gateway/bot
    package func gatewayLocation() async throws -> GatewayLocation {
        struct Answer: Decodable {
            struct Limit: Decodable {
                var total: Int
                var remaining: Int
                var reset_after: Double
            }
            var url: String
            var session_start_limit: Limit?
        }
        // Short, because whoever asks has a better plan for a gateway that cannot be located than to wait here.
        let answer: Answer = try await fetch(.get, "/gateway/bot", "/gateway/bot", patience: .seconds(30))
        let limit = answer.session_start_limit.map {
            SessionStartLimit(total: $0.total, remaining: $0.remaining, resetAfter: .milliseconds(min(max($0.reset_after, 0), 1e9)))
        }
        return GatewayLocation(url: answer.url, limit: limit ?? SessionStartLimit())
    }

    /// GET /users/@me: whom the token belongs to.
    package func me() async throws -> User {
        try await fetch(.get, "/users/@me", "/users/@me")
    }

    private func fetch<Value: Decodable>(
        _ method: HTTPTypes.HTTPRequest.Method, _ path: String, _ template: String, major: Snowflake? = nil, body: JSONValue? = nil,
        patience: Duration = DiscordREST.patience
    ) async throws -> Value {
        let answer = try await send(method, path, template, major: major, body: body, patience: patience)
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(answer)) else {
            throw DiscordError(.unreadableAnswer, call: "\(method.rawValue) \(template)")
        }
        return value
    }

    @discardableResult
    private func send(
        _ method: HTTPTypes.HTTPRequest.Method, _ path: String, _ template: String, major: Snowflake? = nil, body: JSONValue? = nil,
        patience: Duration = DiscordREST.patience
    ) async throws -> [UInt8] {
        let route = RateLimiter.Route(name: "\(method.rawValue) \(template)", major: major?.value ?? "")
        return try await perform(Call(method: method, path: path, route: route, body: body, patience: patience))
    }
}

extension DiscordREST: DiscordMessaging {
    package func create(_ draft: MessageDraft, in channel: Snowflake) async throws -> Message {
        let template = "/channels/:id/messages"
        guard !draft.isTooLong else { throw DiscordError(.tooLong, call: "POST \(template)") }
        // 25 characters at most; 64 random bits cannot meet by chance within the few minutes for which Discord remembers them.
        let nonce = String(UInt64.random(in: 0 ... .max))
        return try await fetch(.post, "/channels/\(channel)/messages", template, major: channel, body: draft.creation(nonce: nonce))
    }

    package func edit(_ message: Snowflake, in channel: Snowflake, to draft: MessageDraft) async throws {
        let template = "/channels/:id/messages/:id"
        guard !draft.isTooLong else { throw DiscordError(.tooLong, call: "PATCH \(template)") }
        try await send(.patch, "/channels/\(channel)/messages/\(message)", template, major: channel, body: draft.edit)
    }

    package func delete(_ message: Snowflake, in channel: Snowflake) async throws {
        do {
            try await send(.delete, "/channels/\(channel)/messages/\(message)", "/channels/:id/messages/:id", major: channel)
        } catch let error as DiscordError where error.kind == .unknownMessage {
            // Somebody else was faster, or a first try was whose answer got lost.
        }
    }

    package func message(_ message: Snowflake, in channel: Snowflake) async throws -> Message {
        try await fetch(.get, "/channels/\(channel)/messages/\(message)", "/channels/:id/messages/:id", major: channel)
    }

    package func startTyping(in channel: Snowflake) async throws {
        // An indicator that comes late is of no use.
        try await send(.post, "/channels/\(channel)/typing", "/channels/:id/typing", major: channel, patience: .seconds(8))
    }
}
