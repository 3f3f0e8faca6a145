/// Time that passes faster, for a client in the same process as a fast stand-in.
package struct FastClock: Clock, Sendable {
    package typealias Instant = ContinuousClock.Instant
    private let origin = ContinuousClock.now
    private let speed: Double

    package init(speed: Double) { self.speed = speed }

    package var now: Instant { origin + (ContinuousClock.now - origin) * speed }
    package var minimumResolution: Duration { .zero }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await ContinuousClock().sleep(until: origin + (deadline - origin) / speed, tolerance: tolerance)
    }
}
