/// One of the parts into which Discord splits a bot's servers, each with a connection of its own: server `g` belongs to shard
/// `(g >> 22) % count`, direct messages belong to shard 0.
package struct Shard: Sendable, Hashable, CustomStringConvertible {
    /// From 0.
    package var id: Int
    package var count: Int

    package init(id: Int, of count: Int) {
        self.id = id
        self.count = count
    }

    /// The only one.
    package static let only = Shard(id: 0, of: 1)

    package var description: String { "\(id)/\(count)" }
}

/// Which shards this process runs: `DISCORD_SHARDS`.
package enum ShardPlan: Sendable, Equatable {
    /// All of so many.
    case all(Int)
    /// All of as many as Discord recommends.
    case automatic
    /// One, beside other processes that run the others.
    case one(Shard)

    /// The most that are accepted: 2,500 servers each.
    static let maximum = 1_000

    /// The shard's number where the process runs it alone.
    var lone: Int? {
        switch self {
        case .one(let shard): shard.id
        case .all, .automatic: nil
        }
    }

    /// - Parameter text: `1`, `auto` or `0/4`. Nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        switch (text.lowercased(), parts.count) {
        case ("auto", _): self = .automatic
        case (_, 1):
            guard let count = parts[0], (1...Self.maximum).contains(count) else { return nil }
            self = .all(count)
        case (_, 2):
            guard let id = parts[0], let count = parts[1], (1...Self.maximum).contains(count), (0..<count).contains(id) else { return nil }
            self = .one(Shard(id: id, of: count))
        case (_, _): return nil
        }
    }
}
