/// The message that another one replies to, as Discord sends it along.
package struct QuotedMessage: Decodable, Sendable, Equatable {
    package var id: Snowflake
    package var author: User?
    /// Empty when that message does not concern the bot and the privileged intent is not there.
    package var content: String
    package var attachments: [AttachedFile]

    package init(id: Snowflake, author: User? = nil, content: String = "", attachments: [AttachedFile] = []) {
        self.id = id
        self.author = author
        self.content = content
        self.attachments = attachments
    }

    private enum Key: String, CodingKey {
        case id, author, content, attachments
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        id = try fields.decode(Snowflake.self, forKey: .id)
        author = fields.lenient(.author)
        content = fields.lenient(.content) ?? ""
        attachments = fields.list(.attachments)
    }
}
