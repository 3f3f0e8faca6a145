import Base

/// A command that the bot offers everywhere: `/ask`, or one in the menu of a message. Two are equal when Discord shows the same, so what is
/// registered can be compared with what is wanted.
package struct ApplicationCommand: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Typed with a slash.
        case chatInput
        /// In the menu of a message; it has no description and no options.
        case message
        case other(Int)

        var code: Int {
            switch self {
            case .chatInput: 1
            case .message: 3
            case .other(let code): code
            }
        }

        init(code: Int) {
            self =
                switch code {
                case 1: .chatInput
                case 3: .message
                case _: .other(code)
                }
        }
    }

    /// Where it is offered.
    package enum Context: Int, Sendable, CaseIterable {
        case guild = 0
        case directMessage = 1
    }

    package var kind: Kind
    /// Of a slash command: lower case, without spaces, at most 32 characters.
    package var name: LocalizedText
    /// At most 100 characters.
    package var description: LocalizedText
    package var options: [CommandParameter]
    /// Who sees it at first; nil: everybody. A server's administrators may decide otherwise.
    package var defaultPermissions: Permissions?
    package var contexts: Set<Context>

    package init(
        _ kind: Kind = .chatInput, name: LocalizedText, description: LocalizedText = "", options: [CommandParameter] = [],
        defaultPermissions: Permissions? = nil, contexts: Set<Context> = [.guild, .directMessage]
    ) {
        self.kind = kind
        self.name = name
        self.description = description
        self.options = options
        self.defaultPermissions = defaultPermissions
        self.contexts = contexts
    }

    /// Whether both lists offer the same, in whatever order.
    package static func isSame(_ some: [ApplicationCommand], as others: [ApplicationCommand]) -> Bool {
        some.count == others.count && Set(some) == Set(others)
    }

    var body: JSONValue {
        var fields: [String: JSONValue] = [
            "type": .integer(Int64(kind.code)), "contexts": .array(contexts.map(\.rawValue).sorted().map { .integer(Int64($0)) }),
            "integration_types": [0], "default_member_permissions": defaultPermissions.map { .string(String($0.rawValue)) } ?? .null,
        ]
        name.write(to: &fields, as: "name")
        if kind == .chatInput {
            description.write(to: &fields, as: "description")
            fields["options"] = .array(options.map(\.body))
        }
        return .object(fields)
    }
}

extension ApplicationCommand: Decodable {
    private enum Key: String, CodingKey {
        case type, options, contexts
        case permissions = "default_member_permissions"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        kind = Kind(code: fields.lenient(.type) ?? 1)
        name = try LocalizedText(from: decoder, as: "name")
        description = try LocalizedText(from: decoder, as: "description")
        options = fields.list(.options)
        defaultPermissions = fields.lenient(.permissions)
        let codes = fields.lenient(.contexts, as: [Int].self)
        // Where Discord names none it offers the command everywhere.
        contexts = codes.map { Set($0.compactMap(Context.init(rawValue:))) } ?? Set(Context.allCases)
    }
}
