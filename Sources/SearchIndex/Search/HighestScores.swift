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
        var highest = HighestScores(wanted: wanted)
        scores.withUnsafeBytes { highest.take($0) }
        highest.cut()
        return highest.kept.map(\.place)
    }

    private mutating func take(_ scores: UnsafeRawBufferPointer) {
        let (size, width) = (MemoryLayout<Float>.size, SIMD16<Float>.scalarCount)
        let count = scores.count / size
        var place = 0
        while place < count {
            // Nearly all are below the floor, so many are looked at in one go.
            if place + width <= count, !any(scores.loadUnaligned(fromByteOffset: place * size, as: SIMD16<Float>.self) .> floor) {
                place += width
                continue
            }
            for near in place..<min(place + width, count) { take(scores.loadUnaligned(fromByteOffset: near * size, as: Float.self), at: near) }
            place += width
        }
    }

    private mutating func take(_ score: Float, at place: Int) {
        guard score > floor else { return }
        kept.append((score, place))
        if kept.count == 2 * wanted { cut() }
    }

    private mutating func cut() {
        kept.sort { $0.score != $1.score ? $0.score > $1.score : $0.place < $1.place }
        if kept.count > wanted { kept.removeLast(kept.count - wanted) }
        if kept.count == wanted, let last = kept.last { floor = last.score }
    }
}
