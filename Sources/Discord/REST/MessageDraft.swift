import Base

/// A message to be sent. Mentions in it never ping anyone: that is not for the caller to choose.
package struct MessageDraft: Sendable, Equatable {
    /// The most that Discord takes, in UTF-16 units: the strictest way to count what it calls characters.
    package static let maximumLength = 2_000

    package var content: String
    /// The message that it replies to; if that one is gone meanwhile, it is sent as an ordinary message.
    package var replyingTo: Snowflake?
    /// Shows no previews of links.
    package var suppressesEmbeds: Bool
    /// Nil leaves an edited message's buttons as they are; an empty list takes them away.
    package var buttons: [ButtonRow]?
    /// By what Discord knows, for some minutes, that it has a new message already. Whoever may send it again later makes one and keeps it; nil:
    /// any.
    package var nonce: String?

    package init(
        _ content: String, replyingTo: Snowflake? = nil, suppressesEmbeds: Bool = true, buttons: [ButtonRow]? = nil,
        nonce: String? = nil
    ) {
        self.content = content
        self.replyingTo = replyingTo
        self.suppressesEmbeds = suppressesEmbeds
        self.buttons = buttons
        self.nonce = nonce
    }

    /// At most 25 characters are taken; 64 random bits cannot meet by chance within the few minutes for which Discord remembers them.
    package static func newNonce() -> String { String(UInt64.random(in: 0 ... .max)) }

    /// What makes it impossible to send; it is found before Discord is asked.
    var flaw: DiscordError.Kind? {
        content.utf16.count > Self.maximumLength ? .tooLong : buttons.flatMap(ButtonRow.flaw)
    }

    private static let suppressEmbeds = 1 << 2
    /// Without it Discord pings whomever the text mentions, on an edit as well as on a create.
    private static let noMentions: JSONValue = ["parse": []]

    private func fields(flags: Int = 0) -> [String: JSONValue] {
        var fields: [String: JSONValue] = [
            "content": .string(content), "allowed_mentions": Self.noMentions,
            "flags": .integer(Int64((suppressesEmbeds ? Self.suppressEmbeds : 0) | flags)),
        ]
        if let buttons { fields["components"] = .array(buttons.map(\.body)) }
        return fields
    }

    /// To be made once for all tries, so that a message whose confirmation was lost is not sent twice.
    func creation() -> JSONValue {
        var body = fields()
        body["nonce"] = .string(nonce ?? Self.newNonce())
        body["enforce_nonce"] = true
        if let replyingTo {
            body["message_reference"] = ["message_id": .string(replyingTo.value), "fail_if_not_exists": false]
        }
        return .object(body)
    }

    /// As a response or follow-up to an interaction, where Discord knows no nonce.
    func response(flags: Int) -> JSONValue { .object(fields(flags: flags)) }

    var edit: JSONValue { .object(fields()) }

    /// An edit that leaves the text as it is.
    static func edit(buttons: [ButtonRow]) -> JSONValue {
        ["components": .array(buttons.map(\.body)), "allowed_mentions": noMentions]
    }
}
