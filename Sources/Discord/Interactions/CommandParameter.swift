import Base

/// A parameter of a command, or a subcommand of it.
package struct CommandParameter: Sendable, Hashable {
    /// What may be given ("Application Command Option Type" of the API documentation).
    package enum Kind: Int, Sendable {
        case subcommand = 1, group, string, integer, boolean, user, channel, role, mentionable, number, attachment
    }

    /// One of the values to choose from.
    package struct Choice: Sendable, Hashable {
        package var name: LocalizedText
        package var value: String

        package init(_ name: LocalizedText, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var kind: Kind
    package var name: LocalizedText
    package var description: LocalizedText
    package var isRequired: Bool
    /// Of a string; empty where anything may be given.
    package var choices: [Choice]
    /// The most characters of a string.
    package var maximumLength: Int?
    /// Of a subcommand or group.
    package var options: [CommandParameter]

    package init(
        _ kind: Kind, name: LocalizedText, description: LocalizedText, isRequired: Bool = false, choices: [Choice] = [],
        maximumLength: Int? = nil, options: [CommandParameter] = []
    ) {
        self.kind = kind
        self.name = name
        self.description = description
        self.isRequired = isRequired
        self.choices = choices
        self.maximumLength = maximumLength
        self.options = options
    }

    var body: JSONValue {
        var fields: [String: JSONValue] = ["type": .integer(Int64(kind.rawValue))]
        name.write(to: &fields, as: "name")
        description.write(to: &fields, as: "description")
        if isRequired { fields["required"] = true }
        if let maximumLength { fields["max_length"] = .integer(Int64(maximumLength)) }
        if !options.isEmpty { fields["options"] = .array(options.map(\.body)) }
        if !choices.isEmpty {
            fields["choices"] = .array(
                choices.map { choice in
                    var fields: [String: JSONValue] = ["value": .string(choice.value)]
                    choice.name.write(to: &fields, as: "name")
                    return .object(fields)
                })
        }
        return .object(fields)
    }
}

extension CommandParameter: Decodable {
    private enum Key: String, CodingKey {
        case type, required, options, choices
        case maximumLength = "max_length"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        guard let kind = Kind(rawValue: try fields.decode(Int.self, forKey: .type)) else {
            throw DecodingError.dataCorruptedError(forKey: .type, in: fields, debugDescription: "an unknown type")
        }
        self.kind = kind
        name = try LocalizedText(from: decoder, as: "name")
        description = try LocalizedText(from: decoder, as: "description")
        isRequired = fields.lenient(.required) ?? false
        choices = fields.list(.choices)
        maximumLength = fields.lenient(.maximumLength)
        options = fields.list(.options)
    }
}

extension CommandParameter.Choice: Decodable {
    private enum Key: CodingKey { case value }

    package init(from decoder: any Decoder) throws {
        name = try LocalizedText(from: decoder, as: "name")
        value = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .value)
    }
}
