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

    package init(_ content: String, replyingTo: Snowflake? = nil, suppressesEmbeds: Bool = true) {
        self.content = content
        self.replyingTo = replyingTo
        self.suppressesEmbeds = suppressesEmbeds
    }

    var isTooLong: Bool { content.utf16.count > Self.maximumLength }

    private static let suppressEmbeds = 1 << 2
    /// Without it Discord pings whomever the text mentions, on an edit as well as on a create.
    private static let noMentions: JSONValue = ["parse": []]

    private var shared: [String: JSONValue] {
        ["content": .string(content), "allowed_mentions": Self.noMentions, "flags": .integer(suppressesEmbeds ? Int64(Self.suppressEmbeds) : 0)]
    }

    /// - Parameter nonce: The same for each try, so that a message whose confirmation was lost is not sent twice.
    func creation(nonce: String) -> JSONValue {
        var body = shared
        body["nonce"] = .string(nonce)
        body["enforce_nonce"] = true
        if let replyingTo {
            body["message_reference"] = ["message_id": .string(replyingTo.value), "fail_if_not_exists": false]
        }
        return .object(body)
    }

    var edit: JSONValue { .object(shared) }
}
