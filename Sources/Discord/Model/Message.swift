/// A message, as far as it is used.
package struct Message: Decodable, Sendable, Equatable {
    /// The kinds that people write (message types 0 and 19); all others are notices of Discord.
    package enum Kind: Sendable, Equatable {
        case regular
        case reply
        case other(Int)
    }

    package var id: Snowflake
    package var channelID: Snowflake
    /// Nil in a direct message.
    package var guildID: Snowflake?
    /// Nil in some updates.
    package var author: User?
    /// Empty when the message does not concern the bot and the privileged intent is not there.
    package var content: String
    package var mentions: [User]
    package var mentionedRoles: [Snowflake]
    package var kind: Kind
    package var webhookID: Snowflake?
    /// Set once its author has changed it; an update without is Discord's own, for instance a link's preview.
    package var editedAt: String?
    /// The message that this one replies to.
    package var repliesTo: Snowflake?
    /// Who wrote the message replied to.
    package var repliedAuthor: Snowflake?
    /// The texts of a forward, which has none of its own.
    package var forwarded: [String]

    package init(
        id: Snowflake, channelID: Snowflake, guildID: Snowflake? = nil, author: User? = nil, content: String = "", mentions: [User] = [],
        mentionedRoles: [Snowflake] = [], kind: Kind = .regular, webhookID: Snowflake? = nil, editedAt: String? = nil,
        repliesTo: Snowflake? = nil, repliedAuthor: Snowflake? = nil, forwarded: [String] = []
    ) {
        self.id = id
        self.channelID = channelID
        self.guildID = guildID
        self.author = author
        self.content = content
        self.mentions = mentions
        self.mentionedRoles = mentionedRoles
        self.kind = kind
        self.webhookID = webhookID
        self.editedAt = editedAt
        self.repliesTo = repliesTo
        self.repliedAuthor = repliedAuthor
        self.forwarded = forwarded
    }

    private enum Key: String, CodingKey {
        case id, author, content, mentions, type
        case channelID = "channel_id"
        case guildID = "guild_id"
        case mentionRoles = "mention_roles"
        case webhookID = "webhook_id"
        case editedTimestamp = "edited_timestamp"
        case reference = "message_reference"
        case referenced = "referenced_message"
        case snapshots = "message_snapshots"
    }

    private struct Reference: Decodable {
        /// 1 for a forward.
        var type: Int?
        var message_id: Snowflake?
    }

    private struct Referenced: Decodable {
        var author: User?
    }

    private struct Snapshot: Decodable {
        struct Inner: Decodable {
            var content: String?
        }
        var message: Inner?
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        id = try fields.decode(Snowflake.self, forKey: .id)
        channelID = try fields.decode(Snowflake.self, forKey: .channelID)
        guildID = fields.lenient(.guildID)
        author = fields.lenient(.author)
        content = fields.lenient(.content) ?? ""
        mentions = fields.list(.mentions)
        mentionedRoles = fields.list(.mentionRoles)
        kind =
            switch fields.lenient(.type, as: Int.self) ?? 0 {
            case 0: .regular
            case 19: .reply
            case let number: .other(number)
            }
        webhookID = fields.lenient(.webhookID)
        editedAt = fields.lenient(.editedTimestamp)
        let reference = fields.lenient(.reference, as: Reference.self)
        repliesTo = reference?.type == 1 ? nil : reference?.message_id
        repliedAuthor = fields.lenient(.referenced, as: Referenced.self)?.author?.id
        forwarded = fields.list(.snapshots, of: Snapshot.self).compactMap { $0.message?.content }.filter { !$0.isEmpty }
    }
}
