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
                var max_concurrency: Int?
            }
            var url: String
            var shards: Int?
            var session_start_limit: Limit?
        }
        // Whoever asks has a better plan for a gateway that cannot be located than to wait here, and tells meanwhile what fails.
        var call = Call(.get, "/gateway/bot", "/gateway/bot")
        call.patience = .seconds(30)
        call.attempts = 1
        let answer: Answer = try await fetch(call)
        let limit = answer.session_start_limit.map {
            SessionStartLimit(
                total: $0.total, remaining: $0.remaining, resetAfter: .milliseconds(min(max($0.reset_after, 0), 1e9)),
                maxConcurrency: $0.max_concurrency ?? 1)
        }
        return GatewayLocation(url: answer.url, shards: answer.shards ?? 1, limit: limit ?? SessionStartLimit())
    }

    /// GET /users/@me: whom the token belongs to.
    package func me() async throws -> User {
        try await fetch(Call(.get, "/users/@me", "/users/@me"))
    }

    /// The roles of a server.
    package func roles(of guild: Snowflake) async throws -> [Role] {
        var call = Call(.get, "/guilds/\(guild)/roles", "/guilds/:id/roles", major: guild)
        // Events wait for it.
        call.patience = .seconds(5)
        return try await fetch(call)
    }

    /// Performs the call and reads its answer.
    func fetch<Value: Decodable>(_ call: Call) async throws -> Value {
        let answer = try await perform(call)
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(answer)) else {
            throw DiscordError(.unreadableAnswer, call: call.route.name)
        }
        return value
    }
}

extension DiscordREST: DiscordMessaging {
    package func create(_ draft: MessageDraft, in channel: Snowflake) async throws -> Message {
        let call = Call(.post, "/channels/\(channel)/messages", "/channels/:id/messages", major: channel, body: draft.creation())
        if let flaw = draft.flaw { throw DiscordError(flaw, call: call.route.name) }
        return try await fetch(call)
    }

    package func edit(_ message: Snowflake, in channel: Snowflake, to draft: MessageDraft) async throws {
        let call = one(.patch, message, in: channel, body: draft.edit)
        if let flaw = draft.flaw { throw DiscordError(flaw, call: call.route.name) }
        _ = try await perform(call)
    }

    package func editButtons(of message: Snowflake, in channel: Snowflake, to buttons: [ButtonRow]) async throws {
        let call = one(.patch, message, in: channel, body: MessageDraft.edit(buttons: buttons))
        if let flaw = ButtonRow.flaw(of: buttons) { throw DiscordError(flaw, call: call.route.name) }
        _ = try await perform(call)
    }

    package func delete(_ message: Snowflake, in channel: Snowflake) async throws {
        do {
            _ = try await perform(one(.delete, message, in: channel))
        } catch let error as DiscordError where error.kind == .unknownMessage {
            // Somebody else was faster, or a first try was whose answer got lost.
        }
    }

    package func message(_ message: Snowflake, in channel: Snowflake) async throws -> Message {
        try await fetch(one(.get, message, in: channel))
    }

    package func messages(in channel: Snowflake, from message: Snowflake) async throws -> [Message] {
        // The API gives what comes after an id.
        let before = UInt64(message.value).map { String(max($0, 1) - 1) } ?? message.value
        let query = "?after=\(before)&limit=100"
        return try await fetch(Call(.get, "/channels/\(channel)/messages\(query)", "/channels/:id/messages", major: channel))
    }

    package func startTyping(in channel: Snowflake) async throws {
        var call = Call(.post, "/channels/\(channel)/typing", "/channels/:id/typing", major: channel)
        // An indicator that comes late is of no use.
        call.patience = .seconds(8)
        _ = try await perform(call)
    }

    /// A call about one message.
    private func one(_ method: Call.Method, _ message: Snowflake, in channel: Snowflake, body: JSONValue? = nil) -> Call {
        Call(method, "/channels/\(channel)/messages/\(message)", "/channels/:id/messages/:id", major: channel, body: body)
    }
}
