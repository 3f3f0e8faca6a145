import Base

extension SplitMix {
    /// A direction with about the same chance as any other.
    mutating func unitVector(_ dimension: Int) -> [Float] {
        // The sum of three uniform numbers is near enough to a normal one.
        let raw = (0..<dimension).map { _ in (0..<3).reduce(Float(0)) { sum, _ in sum + Float.random(in: -1...1, using: &self) } }
        let length = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? raw.map { $0 / length } : raw
    }
}
