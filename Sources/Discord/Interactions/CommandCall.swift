/// The use of a command: of `/ask question: …`, or of one in a message's menu.
package struct CommandCall: Decodable, Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case string(String)
        case integer(Int)
        case number(Double)
        case boolean(Bool)
        /// A user, channel, role or attachment.
        case id(Snowflake)
    }

    /// The command, then its group and its subcommand where it has them: `["docent", "quota"]`.
    package var path: [String]
    /// What was given, by name. A value that cannot be read is left out.
    package var options: [String: Value]
    /// The message whose menu it was used from. Its content is there without any privileged intent.
    package var target: Message?
    /// The files given as options, by id.
    package var attachments: [Snowflake: AttachedFile]

    package init(
        path: [String], options: [String: Value] = [:], target: Message? = nil, attachments: [Snowflake: AttachedFile] = [:]
    ) {
        self.path = path
        self.options = options
        self.target = target
        self.attachments = attachments
    }

    /// The text of an option; nil when it was not given.
    package func text(_ option: String) -> String? {
        if case .string(let text)? = options[option] { text } else { nil }
    }

    private enum Key: String, CodingKey {
        case name, options, resolved
        case targetID = "target_id"
    }

    private struct Resolved: Decodable {
        var messages: [String: Message]?
        var attachments: [String: AttachedFile]?

        enum Key: String, CodingKey { case messages, attachments }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            messages = fields.lenient(.messages)
            attachments = fields.lenient(.attachments)
        }
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        path = [try fields.decode(String.self, forKey: .name)]
        var given: [CommandOption] = fields.list(.options)
        // A subcommand or a group of them holds the rest, and is then the only one.
        while let inner = given.first, inner.value == nil {
            path.append(inner.name)
            given = inner.options
        }
        options = Dictionary(given.compactMap { option in option.value.map { (option.name, $0) } }) { _, last in last }
        let resolved = fields.lenient(.resolved, as: Resolved.self)
        target = fields.lenient(.targetID, as: Snowflake.self).flatMap { resolved?.messages?[$0.value] }
        attachments = Dictionary((resolved?.attachments ?? [:]).values.map { ($0.id, $0) }) { _, last in last }
    }
}

/// An option as it arrives.
private struct CommandOption: Decodable {
    var name: String
    /// Nil for a subcommand or a group.
    var value: CommandCall.Value?
    var options: [CommandOption]

    enum Key: String, CodingKey { case name, type, value, options }

    /// The types are those of "Application Command Option Type" in the API documentation.
    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        name = try fields.decode(String.self, forKey: .name)
        options = fields.list(.options)
        value =
            switch try fields.decode(Int.self, forKey: .type) {
            case 1, 2: nil
            case 3: .string(try fields.decode(String.self, forKey: .value))
            case 4: .integer(try fields.decode(Int.self, forKey: .value))
            case 5: .boolean(try fields.decode(Bool.self, forKey: .value))
            case 10: .number(try fields.decode(Double.self, forKey: .value))
            // User, channel, role, mentionable, attachment, and what may come.
            case _: .id(try fields.decode(Snowflake.self, forKey: .value))
            }
    }
}
