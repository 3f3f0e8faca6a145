/// The labels of one chunk as an index keeps them.
struct ChunkLabels: Equatable {
    /// How a chunk has a unit.
    enum Hold: Int, Comparable {
        /// The unit began in a chunk before.
        case goesOn = 1
        case begins = 2

        static func < (one: Hold, other: Hold) -> Bool { one.rawValue < other.rawValue }
    }

    /// The acts that it is part of, by their numbers in the registry; nearly always one or none.
    private(set) var acts: Set<Int> = []
    /// The units that it holds, by their keys, in each act (nil where none is known).
    private(set) var units: [Key: Hold] = [:]
    /// What it merely refers to: an act's key and a unit's.
    var cited: Set<Cited> = []

    struct Key: Hashable {
        var act: Int?
        var unit: String
    }

    struct Cited: Hashable {
        var act: String
        var unit: String
    }

    mutating func add(act: Int?) {
        if let act { acts.insert(act) }
    }

    mutating func add(_ unit: String, in act: Int?, _ hold: Hold) {
        let key = Key(act: act, unit: unit)
        units[key] = max(units[key] ?? hold, hold)
    }
}
