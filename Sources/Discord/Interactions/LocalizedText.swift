import Base

/// A text of a command with its translations, by Discord's names of languages (`es-ES`, `es-419`, `pt-BR`).
package struct LocalizedText: Sendable, Hashable, ExpressibleByStringLiteral {
    /// For all languages that have no translation.
    package var text: String
    package var translations: [String: String]

    package init(_ text: String, _ translations: [String: String] = [:]) {
        self.text = text
        self.translations = translations
    }

    package init(stringLiteral text: String) { self.init(text) }

    func write(to fields: inout [String: JSONValue], as name: String) {
        fields[name] = .string(text)
        if !translations.isEmpty { fields["\(name)_localizations"] = .object(translations.mapValues { .string($0) }) }
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder, as name: String) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        text = try fields.decode(String.self, forKey: Key(stringValue: name))
        translations = fields.lenient(Key(stringValue: "\(name)_localizations")) ?? [:]
    }
}
