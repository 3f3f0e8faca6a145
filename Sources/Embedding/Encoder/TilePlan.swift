/// How the tokens of some texts are laid out in tiles, each computed at once: texts side by side, and a long one in pieces.
///
/// Between texts, and around all, stand empty rows, where windows reach beyond a text; a piece has as many of its neighbours with it as
/// its own tokens' windows reach.
struct TilePlan: Equatable {
    /// How far a token's features reach: two layers of convolutions over two neighbours to each side.
    static let reach = 4
    /// Empty rows between texts: as many as one layer's windows reach.
    static let gap = 2

    /// A text, or a piece of one, in a tile.
    struct Run: Equatable {
        /// The text's number.
        var text: Int
        /// Its tokens here, and those of them whose features count here; the others stand by for their windows.
        var tokens: Range<Int>
        var counted: Range<Int>
        /// The row of the first of `tokens`.
        var row: Int

        /// The row of the first token that counts.
        var countedRow: Int { row + counted.lowerBound - tokens.lowerBound }
    }

    /// Runs that are computed at once, and the rows that they take with the empty ones.
    struct Tile: Equatable {
        var runs: [Run] = []
        var rows = TilePlan.gap
    }

    let tiles: [Tile]

    /// - Parameters:
    ///   - lengths: How many tokens each text has.
    ///   - rows: How many rows a tile has at most, with the empty ones; more than 12.
    init(lengths: [Int], rows: Int) {
        precondition(rows > 2 * Self.gap + 2 * Self.reach, "a tile of \(rows) rows has no room for a token with its neighbours")
        var tiles: [Tile] = []
        var tile = Tile()
        func close() {
            if !tile.runs.isEmpty { tiles.append(tile) }
            tile = Tile()
        }
        for (text, length) in lengths.enumerated() {
            var start = 0
            while start < length {
                let first = max(start - Self.reach, 0)
                let room = rows - tile.rows - Self.gap
                let end: Int
                if length - first <= room {
                    end = length
                } else if tile.runs.isEmpty {
                    end = first + room - Self.reach
                } else {
                    close()
                    continue
                }
                let tokens = first..<min(end + Self.reach, length)
                tile.runs.append(Run(text: text, tokens: tokens, counted: start..<end, row: tile.rows))
                tile.rows += tokens.count + Self.gap
                start = end
            }
        }
        close()
        self.tiles = tiles
    }
}
