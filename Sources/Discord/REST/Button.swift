import Base

/// A button under a message.
package struct Button: Sendable, Equatable {
    package enum Style: Int, Sendable {
        case primary = 1, secondary, success, danger
    }

    /// What a press does.
    package enum Action: Sendable, Equatable {
        /// Comes back as an interaction with this text, however much later; at most 100 characters.
        case press(customID: String)
        /// Opens an address.
        case link(String)
    }

    package var action: Action
    /// At most 80 characters; nil where there is an emoji alone.
    package var label: String?
    /// A Unicode emoji.
    package var emoji: String?
    package var style: Style
    package var isDisabled: Bool

    package init(
        _ action: Action, label: String? = nil, emoji: String? = nil, style: Style = .secondary, isDisabled: Bool = false
    ) {
        self.action = action
        self.label = label
        self.emoji = emoji
        self.style = style
        self.isDisabled = isDisabled
    }

    var body: JSONValue {
        var fields: [String: JSONValue] = ["type": 2, "disabled": .bool(isDisabled)]
        switch action {
        case .press(let customID):
            fields["custom_id"] = .string(customID)
            fields["style"] = .integer(Int64(style.rawValue))
        case .link(let url):
            fields["url"] = .string(url)
            fields["style"] = 5
        }
        if let label { fields["label"] = .string(label) }
        if let emoji { fields["emoji"] = ["name": .string(emoji)] }
        return .object(fields)
    }

    /// Whether it keeps Discord's limits, counted in UTF-16 units.
    fileprivate var isValid: Bool {
        let hasFace = !(label ?? "").isEmpty || emoji != nil
        let isNamed =
            switch action {
            case .press(let customID): (1...100).contains(customID.utf16.count)
            case .link(let url): (1...512).contains(url.utf16.count)
            }
        return hasFace && isNamed && (label ?? "").utf16.count <= 80
    }
}

/// A row of one to five buttons; a message has at most five rows.
package struct ButtonRow: Sendable, Equatable {
    package var buttons: [Button]

    package init(_ buttons: [Button]) { self.buttons = buttons }

    var body: JSONValue { ["type": 1, "components": .array(buttons.map(\.body))] }

    /// What makes them impossible to send.
    static func flaw(of rows: [ButtonRow]) -> DiscordError.Kind? {
        let ids = rows.flatMap(\.buttons).compactMap { button in
            if case .press(let customID) = button.action { customID } else { nil }
        }
        let isValid =
            rows.count <= 5 && rows.allSatisfy { (1...5).contains($0.buttons.count) && $0.buttons.allSatisfy(\.isValid) }
            && Set(ids).count == ids.count
        return isValid ? nil : .badButtons
    }
}
