/// What MESSAGE_UPDATE tells: a message of which only some fields are named. What is not named has not changed, which is not the same as
/// null or empty.
package struct MessageUpdate: Decodable, Sendable, Equatable {
    /// The fields whose absence means something.
    package enum Field: String, CodingKey, Sendable, CaseIterable {
        case author, content, mentions, attachments
        case mentionedRoles = "mention_roles"
        case editedAt = "edited_timestamp"
    }

    /// Holds nothing in the fields that are not told.
    package var message: Message
    package var told: Set<Field>

    package init(_ message: Message, told: Set<Field> = Set(Field.allCases)) {
        self.message = message
        self.told = told
    }

    package init(from decoder: any Decoder) throws {
        message = try Message(from: decoder)
        let fields = try decoder.container(keyedBy: Field.self)
        told = Set(Field.allCases.filter { fields.contains($0) })
    }

    /// Whether Discord itself made the change: it adds previews of links, pins, and crossposts, and says then that nobody has edited.
    package var isDiscordsOwn: Bool { told.contains(.editedAt) ? message.editedAt == nil : !told.contains(.content) }
}
