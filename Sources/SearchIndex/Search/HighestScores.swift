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
        let length = Int(VectorScoreBlock)
        let greatest = [Float](unsafeUninitializedCapacity: (scores.count + length - 1) / length) { greatest, count in
            count = (scores.count + length - 1) / length
            if let start = greatest.baseAddress { VectorKernelsBest().pointee.greatest(scores, scores.count, start) }
        }
        // The highest scores are in the blocks with the highest ones: each other block has as many better scores in front of its own.
        var blocks = HighestScores(wanted: wanted)
        for (block, score) in greatest.enumerated() { blocks.take(score, at: block) }
        var highest = HighestScores(wanted: wanted)
        // So many blocks have a score as high as the lowest of theirs, so nothing below that is among the highest.
        if blocks.kept.count == wanted { highest.floor = blocks.floor.nextDown }
        // In order, so that of equal scores the first are taken.
        for block in blocks.kept.map(place).sorted() {
            for place in block * length..<min((block + 1) * length, scores.count) { highest.take(scores[place], at: place) }
        }
        return highest.kept.sorted(by: >).map(place)
    }

    /// The place within a key.
    private static func place(of key: UInt64) -> Int { Int(UInt32.max - UInt32(truncatingIfNeeded: key)) }

    private mutating func take(_ score: Float, at place: Int) {
        guard score > floor else { return }
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
