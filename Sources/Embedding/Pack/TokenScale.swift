/// What a number of the token table stands for: `scale` times its distance from `zero`, and `rest`.
///
/// Counted from near nought the numbers are small, and so are the sums of their products.
struct TokenScale {
    let zero: Int
    let scale: Float
    let rest: Float

    /// - Parameters:
    ///   - scale: What one step of a chunk's numbers means.
    ///   - low: What 0 means.
    init(scale: Float, low: Float) {
        self.scale = scale
        zero = scale > 0 ? Int(min(max(-low / scale, 0), 255).rounded()) : 0
        rest = low + scale * Float(zero)
    }
}
