import Base

/// The first response to an interaction.
package enum InteractionResponse: Sendable, Equatable {
    /// A message (type 4).
    /// - Parameter isEphemeral: Only who did it can see it.
    case message(MessageDraft, isEphemeral: Bool = false)
    /// "Thinking"; the message follows as an edit of the original (type 5). Whether it is ephemeral is decided here, not then.
    case deferredMessage(isEphemeral: Bool = false)
    /// For a button: nothing is to be seen yet (type 6).
    case deferredUpdate
    /// For a button: its message becomes this one (type 7).
    case update(MessageDraft)
    /// For a button: its message keeps its text and gets these buttons (type 7).
    case updateButtons([ButtonRow])

    private static let ephemeral = 1 << 6

    var body: JSONValue {
        switch self {
        case .message(let draft, let isEphemeral): ["type": 4, "data": draft.response(flags: isEphemeral ? Self.ephemeral : 0)]
        case .deferredMessage(let isEphemeral): ["type": 5, "data": ["flags": .integer(isEphemeral ? Int64(Self.ephemeral) : 0)]]
        case .deferredUpdate: ["type": 6]
        case .update(let draft): ["type": 7, "data": draft.edit]
        case .updateButtons(let rows): ["type": 7, "data": MessageDraft.edit(buttons: rows)]
        }
    }

    /// What makes it impossible to send.
    var flaw: DiscordError.Kind? {
        switch self {
        case .message(let draft, _), .update(let draft): draft.flaw
        case .updateButtons(let rows): ButtonRow.flaw(of: rows)
        case .deferredMessage, .deferredUpdate: nil
        }
    }
}
