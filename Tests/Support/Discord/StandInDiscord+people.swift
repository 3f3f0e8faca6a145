package import Base
import Foundation
import Synchronization

/// What people do.
extension StandInDiscord {
    /// A member of the server.
    package struct Person: Sendable, Equatable {
        package var id: String
        package var name: String
        package var roles: [String]
        /// Discord's bits.
        package var permissions: UInt64
        package var locale: String

        package init(id: String, name: String, roles: [String] = [], permissions: UInt64 = 1 << 10 | 1 << 11, locale: String = "en-US") {
            self.id = id
            self.name = name
            self.roles = roles
            self.permissions = permissions
            self.locale = locale
        }

        package static let ana = Person(id: "42", name: "Ana")
        /// Who manages the server.
        package static let moderator = Person(id: "43", name: "Mo", permissions: 1 << 5 | 1 << 10 | 1 << 11 | 1 << 13)

        var user: JSONValue { StandInDiscord.user(id: id, name: name) }

        /// As in a message: without the user.
        var member: [String: JSONValue] {
            [
                "roles": .array(roles.map { .string($0) }), "joined_at": "2024-01-01T00:00:00.000000+00:00", "deaf": false, "mute": false,
                "nick": .null, "avatar": .null, "flags": 0,
            ]
        }
    }

    static func user(id: String, name: String, isBot: Bool = false) -> JSONValue {
        [
            "id": .string(id), "username": .string(name.lowercased()), "discriminator": "0", "global_name": isBot ? .null : .string(name),
            "avatar": .null, "bot": .bool(isBot), "public_flags": 0,
        ]
    }

    /// Somebody writes; each session is told.
    /// - Parameters:
    ///   - guild: nil for a direct message.
    ///   - files: Attachments, as `upload` gives them.
    ///   - copies: How often it is delivered.
    /// - Returns: The message's id.
    @discardableResult
    package func write(
        _ content: String, in channel: String = channelID, guild: String? = guildID, by person: Person = .ana, mentions: [String] = [botID],
        roles: [String] = [], repliesTo: (id: String, author: String)? = nil, files: [JSONValue] = [], copies: Int = 1
    ) -> String {
        let id = state.withLock { $0.makeID() }
        var message: [String: JSONValue] = [
            "type": repliesTo == nil ? 0 : 19, "author": person.user, "mention_roles": .array(roles.map { .string($0) }),
            "mentions": .array(mentions.map { Self.user(id: $0, name: "Someone") }), "attachments": .array(files),
        ]
        if let guild {
            message["guild_id"] = .string(guild)
            message["member"] = .object(person.member)
        }
        if let repliesTo {
            message["message_reference"] = ["message_id": .string(repliesTo.id), "channel_id": .string(channel), "type": 0]
            let author = Self.user(id: repliesTo.author, name: "Author", isBot: repliesTo.author == Self.botID)
            let content = record.sent.first { $0.id == repliesTo.id }?.content ?? ""
            message["referenced_message"] = .object(Self.message(repliesTo.id, channel, content, with: ["author": author]))
        }
        let whole = Self.message(id, channel, content, with: message)
        state.withLock { $0.written[id] = whole }
        for _ in 0..<copies { dispatch("MESSAGE_CREATE", .object(whole)) }
        return id
    }

    /// Somebody changes a message of theirs.
    /// - Parameter partially: Whether only the fields that have changed are told.
    package func edit(_ id: String, to content: String, mentions: [String] = [botID], partially: Bool = false) {
        let message = state.withLock { state -> [String: JSONValue]? in
            guard var message = state.written[id] else { return nil }
            message["content"] = .string(content)
            message["edited_timestamp"] = .string(Self.timestamp())
            message["mentions"] = .array(mentions.map { Self.user(id: $0, name: "Someone") })
            state.written[id] = message
            return message
        }
        guard let message else { return }
        let told: Set = ["id", "channel_id", "guild_id", "content", "edited_timestamp"]
        dispatch("MESSAGE_UPDATE", .object(partially ? message.filter { told.contains($0.key) } : message))
    }

    /// Discord adds the preview of a link: an update that nobody made.
    package func addPreview(to id: String) {
        guard let message = state.withLock({ $0.written[id] }) else { return }
        dispatch("MESSAGE_UPDATE", .object(message.filter { ["id", "channel_id", "guild_id"].contains($0.key) }.merging(["embeds": []]) { $1 }))
    }

    /// Messages are deleted, one alone or several in bulk.
    package func delete(_ ids: String..., in channel: String = channelID) {
        state.withLock { state in for id in ids { state.written[id] = nil } }
        let place: [String: JSONValue] = ["channel_id": .string(channel), "guild_id": .string(Self.guildID)]
        if ids.count == 1 {
            dispatch("MESSAGE_DELETE", .object(place.merging(["id": .string(ids[0])]) { $1 }))
        } else {
            dispatch("MESSAGE_DELETE_BULK", .object(place.merging(["ids": .array(ids.map { .string($0) })]) { $1 }))
        }
    }

    /// Keeps a file, to be attached to a message.
    /// - Returns: The attachment as Discord describes it.
    package func upload(_ name: String, _ bytes: [UInt8], type: String? = "text/plain; charset=utf-8") -> JSONValue {
        let id = state.withLock { state in
            let id = state.makeID()
            state.files["/attachments/\(id)/\(name)"] = bytes
            return id
        }
        return [
            "id": .string(id), "filename": .string(name), "size": .integer(Int64(bytes.count)), "content_type": type.map { .string($0) } ?? .null,
            "url": .string("\(address("http"))/attachments/\(id)/\(name)?ex=1"), "proxy_url": .string("\(address("http"))/attachments/\(id)/\(name)"),
        ]
    }

    /// A message with every field that Discord sends.
    static func message(_ id: String, _ channel: String, _ content: String, with fields: [String: JSONValue] = [:]) -> [String: JSONValue] {
        let usual: [String: JSONValue] = [
            "id": .string(id), "channel_id": .string(channel), "content": .string(content), "type": 0, "flags": 0, "pinned": false, "tts": false,
            "timestamp": .string(timestamp()), "edited_timestamp": .null, "mention_everyone": false, "mention_roles": [], "mentions": [],
            "attachments": [], "embeds": [], "components": [], "author": user(id: botID, name: "Docent", isBot: true),
        ]
        return usual.merging(fields) { $1 }
    }

    static func timestamp() -> String {
        Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)).replacing("Z", with: "000+00:00")
    }

    func serveFile(_ request: StandInRequest, on connection: StandInConnection) throws {
        if request.header("Authorization") != nil { violate("files: the token was told") }
        guard let bytes = state.withLock({ $0.files[request.path] }) else { return try connection.respond(404, text: "no file", type: "text/plain") }
        try connection.respond(200, headers: [("Content-Type", "application/octet-stream")], body: bytes)
    }
}
