import Base

/// A clock seen as the time since one fixed moment, which is how the values of this module count it.
package struct Timeline: Sendable {
    private let read: @Sendable () -> Duration
    private let rest: @Sendable (Duration) async throws -> Void

    package init(_ clock: some Clock<Duration>) {
        let origin = clock.now
        read = { origin.duration(to: clock.now) }
        rest = { try await clock.pause(until: origin.advanced(by: $0)) }
    }

    package var now: Duration { read() }

    /// - Throws: `CancellationError`.
    package func sleep(until moment: Duration) async throws { try await rest(moment) }
}
