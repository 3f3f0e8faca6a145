import GRDB

/// Writes the chunks' labels to the store: which chunks hold a unit, which only refer to it, and which acts there are.
struct LabelRows {
    private var tracker = LabelTracker()
    private var terms: PostingsBuilder

    /// - Parameter path: A name beside which nothing is kept, in a folder with room for the lists.
    init(beside path: String) {
        terms = PostingsBuilder(table: "label", of: .texts, beside: path, limit: 1 << 15)
    }

    mutating func append(_ chunk: Chunk) throws {
        let labels = tracker.labels(of: chunk)
        for act in labels.acts { append(LabelTerm.act(act), 1, of: chunk) }
        for (unit, hold) in labels.units { append(LabelTerm.unit(unit), hold.rawValue, of: chunk) }
        for cited in labels.cited { append(LabelTerm.cited(cited.unit, of: cited.act), 1, of: chunk) }
        _ = try terms.endChunk(chunk.number)
    }

    private mutating func append(_ term: String, _ count: Int, of chunk: Chunk) {
        var term = term
        terms.append(term.withUTF8 { terms.number(of: UnsafeRawBufferPointer($0)) }, count: count, of: chunk.number)
    }

    /// Writes what was gathered over all chunks.
    mutating func finish(in db: Database) throws {
        try terms.finish(in: db)
        let act = try db.cachedStatement(sql: "INSERT INTO act VALUES (?, ?, ?, ?)")
        for (number, name) in tracker.registry.acts.enumerated() {
            try act.execute(arguments: [number, name.kind?.rawValue, name.year, name.body])
        }
        let key = try db.cachedStatement(sql: "INSERT INTO act_key VALUES (?, ?)")
        for (name, numbers) in tracker.registry.keys.sorted(by: { $0.key < $1.key }) {
            for number in numbers.sorted() { try key.execute(arguments: [name, number]) }
        }
    }
}

/// The terms under which labels have their lists of chunks. A list's frequency is a `ChunkLabels.Hold`.
enum LabelTerm {
    /// All chunks of an act.
    static func act(_ number: Int) -> String { "@\(number)" }
    /// The chunks that hold a unit, of whatever act.
    static func unit(_ key: String) -> String { key }
    /// The chunks that refer to an act's unit.
    static func cited(_ key: String, of act: String) -> String { "\(act)>\(key)" }
}
