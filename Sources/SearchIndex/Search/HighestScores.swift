import CVectorMath

/// The places of the highest scores of a long list, gathered in one pass.
struct HighestScores {
    private let wanted: Int
    /// Twice as many as are wanted at most; then the lower half goes.
    private var kept: [(score: Float, place: Int)] = []
    /// What a score must be above.
    private var floor: Float = 0

    private init(wanted: Int) {
        self.wanted = wanted
        kept.reserveCapacity(2 * wanted)
    }

    /// The places of the highest scores, highest first, those of zero left out; equal scores in the order of their places.
    static func places(_ wanted: Int, in scores: [Float]) -> [Int] {
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
        highest.cut()
        return highest.kept.map(\.place)
    }

    private mutating func take(_ score: Float, at place: Int) {
        kept.append((score, place))
        if kept.count == 2 * wanted { cut() }
    }

    private mutating func cut() {
        kept.sort { $0.score != $1.score ? $0.score > $1.score : $0.place < $1.place }
        if kept.count > wanted { kept.removeLast(kept.count - wanted) }
        if kept.count == wanted, let last = kept.last { floor = last.score }
    }
}
