/// Waiting times between tries: exponential with full jitter, bounded.
///
/// The wait before try `n` (counted from 0) is drawn evenly from `0...min(cap, base * 2^n)`, the "full jitter" of
/// M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. With base 1 s and cap 60 s the upper ends are
/// 1, 2, 4, 8, 16, 32, 60, 60 … seconds.
package struct Backoff: Sendable, Equatable {
    package var base: Duration
    package var cap: Duration

    package init(base: Duration, cap: Duration) {
        self.base = base
        self.cap = cap
    }

    /// The wait before the given try.
    /// - Parameters:
    ///   - attempt: How many tries have failed before, from 0.
    ///   - jitter: An even draw from 0 to 1; passed in so that tests choose it.
    package func delay(attempt: Int, jitter: Double) -> Duration {
        // The exponent is bounded before the multiplication, so that months of failures cannot overflow it.
        let factor = Int(1) << min(max(attempt, 0), 30)
        return min(base * factor, cap) * min(max(jitter, 0), 1)
    }
}
