import Synchronization

/// A clock on which every sleep is over at once and counted, for code that waits between tries.
package final class PromptClock: Clock, Sendable {
    package typealias Instant = ManualClock.Instant

    private let state = Mutex<(now: Duration, sleeps: [Duration])>((.zero, []))

    package init() {}

    package var now: Instant { Instant(offset: state.withLock(\.now)) }
    package var minimumResolution: Duration { .zero }
    /// Every sleep so far, in order.
    package var sleeps: [Duration] { state.withLock(\.sleeps) }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            let wait = max(deadline.offset - state.now, .zero)
            state.now += wait
            state.sleeps.append(wait)
        }
    }
}
