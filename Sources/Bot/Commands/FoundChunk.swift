import Base
import Foundation
import SearchIndex

/// A hit with its chunk, as `docent search` prints it.
struct FoundChunk {
    var hit: SearchHit
    var chunk: Chunk

    init(_ hit: SearchHit, _ chunk: Chunk) {
        self.hit = hit
        self.chunk = chunk
    }

    /// The chunk's own metadata with what was found out about it; the latter wins where both have a name.
    func json(withText: Bool) -> JSONValue {
        var members = chunk.metadata
        let texts = ["title": chunk.title, "source": chunk.source, "section": chunk.section, "url": chunk.url, "lang": chunk.language]
        for (name, text) in texts { if let text { members[name] = .string(text) } }
        if let page = chunk.page { members["page"] = .integer(Int64(page)) }
        if let page = chunk.pageEnd { members["page_end"] = .integer(Int64(page)) }
        if withText { members["text"] = .string(chunk.text) }
        members["chunk"] = .integer(Int64(hit.chunk))
        members["score"] = .number(hit.score)
        if let relevance = hit.relevance { members["relevance"] = .number(relevance) }
        members["arms"] = .object(hit.arms.mapValues(JSONValue.number))
        return .object(members)
    }

    /// For people: a line of facts and the beginning of the text.
    var paragraph: String {
        let arms = hit.arms.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.rounded($0.value))" }.joined(separator: ", ")
        let place = [chunk.title ?? chunk.source, chunk.page.map { "p. \($0)" }, chunk.section].compactMap(\.self).joined(separator: " · ")
        let text = chunk.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let facts = arms + (hit.relevance.map { ", relevance \(Self.rounded($0))" } ?? "")
        return """
            \(Self.rounded(hit.score))  #\(hit.chunk)  \(place)  (\(facts))
                   \(text.prefix(200))\(text.count > 200 ? "…" : "")

            """
    }

    private static func rounded(_ number: Double) -> String {
        number.formatted(.number.precision(.fractionLength(3)).locale(.init(identifier: "en_US_POSIX")))
    }
}
