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
    /// The units that it holds, by their keys.
    private(set) var units: [String: Hold] = [:]
    /// What it merely refers to: an act's key and a unit's.
    var cited: Set<Cited> = []

    struct Cited: Hashable {
        var act: String
        var unit: String
    }

    /// Adds what a stretch of its text holds.
    mutating func add(_ more: [String: Hold], act: Int?) {
        if let act { acts.insert(act) }
        units.merge(more) { max($0, $1) }
    }
}
