/// A channel or thread, as far as it is used.
package struct Channel: Decodable, Sendable, Equatable {
    package var id: Snowflake
    package var name: String
    /// The channel that a thread belongs to, the category that a channel belongs to.
    package var parentID: Snowflake?
    package var isThread: Bool
    /// Who opened a thread.
    package var ownerID: Snowflake?
    /// An archived thread is told of again as soon as somebody writes there.
    package var isArchived: Bool

    package init(id: Snowflake, name: String, parentID: Snowflake? = nil, isThread: Bool = false, ownerID: Snowflake? = nil, isArchived: Bool = false)
    {
        self.id = id
        self.name = name
        self.parentID = parentID
        self.isThread = isThread
        self.ownerID = ownerID
        self.isArchived = isArchived
    }

    private enum Key: String, CodingKey {
        case id, name, type
        case parentID = "parent_id"
        case ownerID = "owner_id"
        case metadata = "thread_metadata"
    }

    private struct Metadata: Decodable {
        var archived: Bool?
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        id = try fields.decode(Snowflake.self, forKey: .id)
        name = fields.lenient(.name) ?? ""
        parentID = fields.lenient(.parentID)
        // Of announcements, public, private ("Channel Types" of the API documentation).
        isThread = [10, 11, 12].contains(fields.lenient(.type) ?? 0)
        ownerID = isThread ? fields.lenient(.ownerID) : nil
        isArchived = fields.lenient(.metadata, as: Metadata.self)?.archived ?? false
    }
}
