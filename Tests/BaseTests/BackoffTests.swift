import Base
import Testing

@Suite struct BackoffTests {
    let backoff = Backoff(base: .seconds(1), cap: .seconds(60))

    @Test(arguments: [(0, 1), (1, 2), (2, 4), (5, 32), (6, 60), (40, 60), (Int.max, 60), (-3, 1)])
    func `the upper end doubles up to the cap`(attempt: Int, seconds: Int) {
        #expect(backoff.delay(attempt: attempt, jitter: 1) == .seconds(seconds))
    }

    @Test func `the wait is drawn evenly from nothing to the upper end`() {
        #expect(backoff.delay(attempt: 3, jitter: 0) == .zero)
        #expect(backoff.delay(attempt: 3, jitter: 0.25) == .seconds(2))
        #expect(backoff.delay(attempt: 3, jitter: 7) == .seconds(8))
    }
}
