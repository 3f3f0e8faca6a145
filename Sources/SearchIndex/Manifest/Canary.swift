package import Base

extension Manifest {
    /// A question whose answer is known to be in the documents: an index that does not find it is not served.
    package struct Canary: Sendable, Equatable {
        package var question: String
        /// The sources of which one must be found; empty: any will do.
        package var sources: [String]
        /// What the passage found must contain, whatever the case and the spaces; nil: the source is enough.
        package var text: String?
        /// Among how many of the best passages it must be; nil: among as many as an answer rests on by default.
        package var top: Int?

        package init(question: String, sources: [String], text: String? = nil, top: Int? = nil) {
            self.question = question
            self.sources = sources
            self.text = text
            self.top = top
        }
    }
}

extension Manifest.Canary {
    /// How many may be set in one place.
    package static let most = 500
    /// The most that may be looked at for one of them.
    package static let deepest = 50
    /// How many are looked at where it does not say.
    package static let standardTop = 8
    /// The longest question, text or source, in bytes.
    private static let longest = 4_000

    /// Why something is no canary.
    package struct Flaw: Error, Equatable {
        /// Continues a sentence: "lacks a question".
        package var reason: String
    }

    /// Reads one, as manifests and files of canaries have it: `question` (or `q`), `source` or `sources`, `text`, `top`.
    package init(json: JSONValue) throws(Flaw) {
        let texts =
            switch json["sources"] ?? json["source"] {
            case .string(let source): [source]
            case .array(let list): list.compactMap(\.stringValue)
            case .null, .bool, .integer, .number, .object, nil: [String]()
            }
        let text = json["text"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        guard let question = (json["question"] ?? json["q"])?.stringValue, !question.allSatisfy(\.isWhitespace) else {
            throw Flaw(reason: "lacks a question")
        }
        guard !texts.isEmpty || text != nil else { throw Flaw(reason: "lacks a source or a text") }
        guard texts.count <= Self.most, ([question, text ?? ""] + texts).allSatisfy({ $0.utf8.count <= Self.longest }) else {
            throw Flaw(reason: "is too long")
        }
        self.init(question: question, sources: texts, text: text)
        guard let wanted = json["top"], wanted != .null else { return }
        guard let top = wanted.intValue, (1...Self.deepest).contains(top) else {
            throw Flaw(reason: "has a top that is no whole number from 1 to \(Self.deepest)")
        }
        self.top = top
    }

    /// As it stands in a manifest.
    package var json: JSONValue {
        var members: [String: JSONValue] = ["question": .string(question)]
        if !sources.isEmpty { members["sources"] = .array(sources.map { .string($0) }) }
        members["text"] = text.map { .string($0) }
        members["top"] = top.map { .integer(Int64($0)) }
        return .object(members)
    }

    /// Whether these passages, the best of a search, hold what it wants.
    package func isSatisfied(by chunks: some Sequence<Chunk>) -> Bool {
        let wanted = text.map(Self.plain)
        return chunks.contains { chunk in
            (sources.isEmpty || sources.contains { Self.names($0, chunk) }) && (wanted.map { Self.plain(chunk.text).contains($0) } ?? true)
        }
    }

    /// A source may be named by the end of its path, so that the folder that a job ran in does not matter.
    private static func names(_ source: String, _ chunk: Chunk) -> Bool {
        guard let found = chunk.source ?? chunk.title else { return false }
        return found == source || found.hasSuffix("/\(source)")
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
