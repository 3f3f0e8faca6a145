import CVectorMath

/// The places of the highest scores of a long list, gathered in one pass.
struct HighestScores {
    private let wanted: Int
    /// Each score's bits, which are in order as long as it is above zero, and below them its place counted from the end, so that of equal
    /// scores the first is the highest. Once there are as many as are wanted, a heap: none is lower than the one at half its place.
    private var kept: [UInt64] = []
    /// What a score must be above.
    private var floor: Float = 0

    private init(wanted: Int) {
        self.wanted = wanted
        kept.reserveCapacity(wanted)
    }

    /// The places of the highest scores, highest first, those of zero left out; equal scores in the order of their places.
    static func places(_ wanted: Int, in scores: [Float]) -> [Int] {
        let wanted = min(wanted, scores.count)
        guard wanted > 0 else { return [] }
        let firstAbove = VectorKernelsBest().pointee.firstAbove
        var highest = HighestScores(wanted: wanted)
        scores.withUnsafeBufferPointer { scores in
            guard let start = scores.baseAddress else { return }
            var place = firstAbove(start, 0, scores.count, 0)
            while place < scores.count {
                highest.take(scores[place], at: place)
                place = firstAbove(start, place + 1, scores.count, highest.floor)
            }
        }
        return highest.kept.sorted(by: >).map { Int(UInt32.max - UInt32(truncatingIfNeeded: $0)) }
    }

    private mutating func take(_ score: Float, at place: Int) {
        let key = UInt64(score.bitPattern) << 32 | UInt64(UInt32.max - UInt32(truncatingIfNeeded: place))
        if kept.count < wanted {
            kept.append(key)
            // In order, they are a heap.
            if kept.count == wanted { kept.sort() }
        } else {
            replaceLowest(by: key)
        }
        if kept.count == wanted { floor = Float(bitPattern: UInt32(kept[0] >> 32)) }
    }

    private mutating func replaceLowest(by key: UInt64) {
        var hole = 0
        while true {
            var child = 2 * hole + 1
            guard child < kept.count else { break }
            if child + 1 < kept.count, kept[child + 1] < kept[child] { child += 1 }
            guard kept[child] < key else { break }
            kept[hole] = kept[child]
            hole = child
        }
        kept[hole] = key
    }
}
