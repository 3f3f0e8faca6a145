import Foundation

/// Holds threads back until it is opened, for an answer whose time to go on a test chooses.
package final class StandInGate: Sendable {
    private let condition = NSCondition()
    /// Read and written with the condition's lock held.
    nonisolated(unsafe) private var isOpen = false

    package init() {}

    package func open() {
        condition.withLock {
            isOpen = true
            condition.broadcast()
        }
    }

    /// Returns when it is open, or after half a minute, so that no thread outlives a failed test for long.
    func pass() {
        let deadline = Date(timeIntervalSinceNow: 30)
        condition.withLock {
            while !isOpen, condition.wait(until: deadline) {}
        }
    }
}
