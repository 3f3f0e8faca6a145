import Base
@testable import Embedding
import Testing

@Suite struct TilePlanTests {
    @Test func `every token counts once, in order, with its neighbours at hand and the texts kept apart`() {
        var random = SplitMix(seed: 12)
        for _ in 0..<500 {
            let rows = Int.random(in: 13...80, using: &random)
            let lengths = (0..<Int.random(in: 0...12, using: &random)).map { _ in Int.random(in: 1...(3 * rows), using: &random) }
            let plan = TilePlan(lengths: lengths, rows: rows)
            var next = [Int](repeating: 0, count: lengths.count)
            for tile in plan.tiles {
                #expect(!tile.runs.isEmpty && tile.rows <= rows)
                var end = 0
                for run in tile.runs {
                    #expect(run.row == end + TilePlan.gap && run.counted.lowerBound == next[run.text] && !run.counted.isEmpty)
                    // As far as two layers of windows reach, or to the text's end.
                    #expect(run.tokens.lowerBound == max(run.counted.lowerBound - TilePlan.reach, 0))
                    #expect(run.tokens.upperBound == min(run.counted.upperBound + TilePlan.reach, lengths[run.text]))
                    #expect(run.countedRow - run.row == run.counted.lowerBound - run.tokens.lowerBound)
                    next[run.text] = run.counted.upperBound
                    end = run.row + run.tokens.count
                }
                #expect(tile.rows == end + TilePlan.gap)
            }
            #expect(next == lengths)
        }
    }

    @Test func `a text that fits a tile is not cut`() {
        let tiles = TilePlan(lengths: [20, 30, 40, 5], rows: 60).tiles
        #expect(tiles.map { $0.runs.map(\.text) } == [[0, 1], [2, 3]])
        #expect(tiles.flatMap(\.runs).allSatisfy { $0.tokens == $0.counted })
    }
}
