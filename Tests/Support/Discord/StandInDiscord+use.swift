package import Base
import Synchronization

/// What people do with commands and buttons.
extension StandInDiscord {
    /// Somebody uses a slash command: `use("docent", "status", ...)`.
    /// - Parameters:
    ///   - path: The command, and its group and subcommand.
    ///   - options: Strings, whole numbers and truth values by name.
    ///   - guild: nil in a direct message.
    /// - Returns: The interaction's id.
    @discardableResult
    package func use(
        _ path: String..., options: [String: JSONValue] = [:], in channel: String = channelID, guild: String? = guildID, by person: Person = .ana,
        copies: Int = 1
    ) -> String {
        var given = options.sorted { $0.key < $1.key }.map { option -> JSONValue in
            let type: JSONValue =
                switch option.value {
                case .integer: 4
                case .bool: 5
                case .number: 10
                case .null, .string, .array, .object: 3
                }
            return ["name": .string(option.key), "type": type, "value": option.value]
        }
        for (depth, name) in path.enumerated().dropFirst().reversed() {
            given = [["name": .string(name), "type": depth == path.count - 1 ? 1 : 2, "options": .array(given)]]
        }
        let data: JSONValue = ["id": "7001", "name": .string(path[0]), "type": 1, "options": .array(given)]
        return begin(2, data, in: channel, guild: guild, by: person, copies: copies)
    }

    /// Somebody chooses a command in the menu of a message.
    @discardableResult
    package func use(_ command: String, on message: String, in channel: String = channelID, by person: Person = .ana) -> String {
        let target = state.withLock { $0.written[message] } ?? Self.message(message, channel, record.sent.first { $0.id == message }?.content ?? "")
        let data: JSONValue = [
            "id": "7002", "name": .string(command), "type": 3, "target_id": .string(message),
            "resolved": ["messages": .object([message: .object(target)])],
        ]
        return begin(2, data, in: channel, guild: Self.guildID, by: person)
    }

    /// Somebody presses a button; also one that is no longer there, as a modified client can.
    @discardableResult
    package func press(_ customID: String, under message: String, by person: Person = .ana, copies: Int = 1) -> String {
        let sent = record.sent.first { $0.id == message }
        let channel = sent?.channel ?? Self.channelID
        let whole = Self.message(message, channel, sent?.content ?? "", with: ["components": sent?.components ?? []])
        let data: JSONValue = ["custom_id": .string(customID), "component_type": 2]
        return begin(3, data, in: channel, guild: Self.guildID, by: person, message: whole, copies: copies)
    }

    private func begin(
        _ type: Int64, _ data: JSONValue, in channel: String, guild: String?, by person: Person, message: [String: JSONValue]? = nil, copies: Int = 1
    ) -> String {
        let id = state.withLock { state in
            let id = state.makeID()
            state.record.interactions.append(Used(id: id, channel: channel, original: message?["id"]?.stringValue))
            state.tokens["token-of-\(id)"] = .init(interaction: id, since: now)
            return id
        }
        var fields: [String: JSONValue] = [
            "version": 1, "id": .string(id), "application_id": .string(Self.applicationID), "type": .integer(type), "data": data,
            "token": .string("token-of-\(id)"), "channel_id": .string(channel), "locale": .string(person.locale), "entitlements": [],
            "attachment_size_limit": 10_485_760,
            "channel": ["id": .string(channel), "type": guild == nil ? 1 : 0, "name": "help"], "app_permissions": "442368",
            "context": guild == nil ? 1 : 0,
            "authorizing_integration_owners": ["0": .string(guild ?? "0")],
        ]
        if let guild {
            let permissions: JSONValue = .string(String(person.permissions))
            fields["guild_id"] = .string(guild)
            fields["guild_locale"] = "en-US"
            fields["member"] = .object(person.member.merging(["user": person.user, "permissions": permissions]) { $1 })
        } else {
            fields["user"] = person.user
        }
        if let message { fields["message"] = .object(message) }
        for _ in 0..<copies { dispatch("INTERACTION_CREATE", .object(fields)) }
        return id
    }
}
