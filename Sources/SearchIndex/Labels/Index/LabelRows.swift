import GRDB

/// Writes the chunks' labels to the store: which chunks hold a unit, which only refer to it, and which acts there are.
struct LabelRows {
    private var tracker = LabelTracker()
    private var terms = PostingsBuilder<String>(table: "label", limit: 2 << 20)

    mutating func append(_ chunk: Chunk, to db: Database) throws {
        let labels = tracker.labels(of: chunk)
        var rows: [(term: String, count: Int)] = labels.acts.map { (LabelTerm.act($0), 1) }
        rows += labels.units.map { (LabelTerm.unit($0.key), $0.value.rawValue) }
        rows += labels.cited.map { (LabelTerm.cited($0.unit, of: $0.act), 1) }
        try terms.append(rows, of: chunk.number, to: db)
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
