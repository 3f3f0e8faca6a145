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
    package var attachments: [AttachedFile]
    /// The roles of its author in the server; empty in a direct message and where Discord does not tell.
    package var authorRoles: [Snowflake]
    /// The message that this one replies to.
    package var repliesTo: Snowflake?
    /// The same as it stands, where Discord sends it along and it is not gone.
    package var replied: QuotedMessage?
    /// The texts of a forward, which has none of its own.
    package var forwarded: [String]

    package init(
        id: Snowflake, channelID: Snowflake, guildID: Snowflake? = nil, author: User? = nil, content: String = "", mentions: [User] = [],
        mentionedRoles: [Snowflake] = [], kind: Kind = .regular, webhookID: Snowflake? = nil, editedAt: String? = nil,
        attachments: [AttachedFile] = [], authorRoles: [Snowflake] = [], repliesTo: Snowflake? = nil, replied: QuotedMessage? = nil,
        forwarded: [String] = []
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
        self.attachments = attachments
        self.authorRoles = authorRoles
        self.repliesTo = repliesTo
        self.replied = replied
        self.forwarded = forwarded
    }

    /// What it says: its own text, or that of what it forwards.
    package var text: String { content.isEmpty ? forwarded.joined(separator: "\n\n") : content }

    private enum Key: String, CodingKey {
        case id, author, content, mentions, type, attachments, member
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

    private struct Author: Decodable {
        var roles: [Snowflake]?
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
        attachments = fields.list(.attachments)
        authorRoles = fields.lenient(.member, as: Author.self)?.roles ?? []
        let reference = fields.lenient(.reference, as: Reference.self)
        repliesTo = reference?.type == 1 ? nil : reference?.message_id
        replied = repliesTo == nil ? nil : fields.lenient(.referenced)
        forwarded = fields.list(.snapshots, of: Snapshot.self).compactMap { $0.message?.content }.filter { !$0.isEmpty }
    }
}
