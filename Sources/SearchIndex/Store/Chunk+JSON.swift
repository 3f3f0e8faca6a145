package import Base

extension Chunk {
    /// Reads an element of `meta.json`: the text as `text` or `page_content`, the rest beside it or in `metadata`. Nil without text.
    package init?(number: Int, members: [String: JSONValue]) {
        var rest = members
        var inner: [String: JSONValue] = [:]
        if case .object(let metadata)? = members["metadata"] {
            inner = metadata
            rest["metadata"] = nil
        }
        guard let text = (members["text"] ?? members["page_content"])?.stringValue else { return nil }
        rest["text"] = nil
        if members["text"] == nil { rest["page_content"] = nil }

        /// The first of these keys that holds something readable; what is taken is no longer among the unknown keys.
        func take<Value>(_ keys: String..., as read: (JSONValue) -> Value?) -> Value? {
            for key in keys {
                if let value = rest[key].flatMap(read) {
                    rest[key] = nil
                    return value
                }
                if let value = inner[key].flatMap(read) {
                    inner[key] = nil
                    return value
                }
            }
            return nil
        }
        self.init(
            number: number, text: text, title: take("title", as: \.stringValue), source: take("source", as: \.stringValue),
            page: take("page", as: Self.count), pageEnd: take("page_end", as: Self.count), section: take("section", as: \.stringValue),
            url: take("url", as: \.stringValue), language: take("lang", "language", as: \.stringValue),
            vectors: take("vectors", as: Self.count) ?? 1)
        metadata = inner.merging(rest) { _, outer in outer }
    }

    /// The element of `meta.json` that reads back as this chunk.
    var json: JSONValue {
        var members = metadata
        members["text"] = .string(text)
        members["title"] = title.map { .string($0) }
        members["source"] = source.map { .string($0) }
        members["page"] = page.map { .integer(Int64($0)) }
        members["page_end"] = pageEnd.map { .integer(Int64($0)) }
        members["section"] = section.map { .string($0) }
        members["url"] = url.map { .string($0) }
        members["lang"] = language.map { .string($0) }
        if vectors != 1 { members["vectors"] = .integer(Int64(vectors)) }
        return .object(members)
    }

    /// A number of at least 0, also where a job wrote it as text or with a point.
    private static func count(_ value: JSONValue) -> Int? {
        let number = value.intValue ?? value.stringValue.flatMap { Int($0) ?? Double($0).flatMap { Int(exactly: $0) } }
        return number.flatMap { $0 >= 0 ? $0 : nil }
    }
}
