/// A file that hangs on a message. Its address is signed and stops working after about a day.
package struct AttachedFile: Decodable, Sendable, Equatable {
    package var id: Snowflake
    package var filename: String
    /// In bytes.
    package var size: Int
    /// The media type, where Discord knows it: `text/markdown; charset=utf-8`.
    package var contentType: String?
    /// Where its bytes are.
    package var url: String

    package init(id: Snowflake, filename: String, size: Int, contentType: String? = nil, url: String) {
        self.id = id
        self.filename = filename
        self.size = size
        self.contentType = contentType
        self.url = url
    }

    private enum Key: String, CodingKey {
        case id, filename, size, url
        case contentType = "content_type"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        id = try fields.decode(Snowflake.self, forKey: .id)
        filename = fields.lenient(.filename) ?? ""
        size = fields.lenient(.size) ?? 0
        contentType = fields.lenient(.contentType)
        url = try fields.decode(String.self, forKey: .url)
    }
}
