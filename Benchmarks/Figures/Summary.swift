import Base
import Foundation

/// Times put together for one line of the table.
struct Summary: CustomStringConvertible {
    private let sorted: [Duration]

    init(_ times: [Duration]) { sorted = times.sorted() }

    /// The time that this share of all does not exceed.
    func quantile(_ share: Double) -> Duration {
        sorted.isEmpty ? .zero : sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)]
    }

    var description: String {
        "median \(Self.milliseconds(quantile(0.5))), p99 \(Self.milliseconds(quantile(0.99))), longest \(Self.milliseconds(quantile(1)))"
    }

    static func milliseconds(_ time: Duration) -> String { String(format: "%.1f ms", time / .milliseconds(1)) }

    /// Prints one line of the table.
    static func row(_ name: String, _ value: some CustomStringConvertible) {
        print(name.padding(toLength: max(52, name.count), withPad: " ", startingAt: 0), value)
    }
}
