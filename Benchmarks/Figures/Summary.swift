import Base
import Foundation

/// Times put together for one line of the table.
struct Summary: CustomStringConvertible {
    private let sorted: [Duration]
    /// Processor time for one of them, where it was measured.
    private let processor: Duration?

    /// - Parameter processor: Processor time of them all together.
    init(_ times: [Duration], processor: Duration? = nil) {
        sorted = times.sorted()
        self.processor = processor.map { $0 / max(times.count, 1) }
    }

    /// The time that this share of all does not exceed.
    func quantile(_ share: Double) -> Duration {
        sorted.isEmpty ? .zero : sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)]
    }

    /// The same as others measure it.
    var figures: PeerFigures.Times {
        .init(median: quantile(0.5) / .milliseconds(1), p99: quantile(0.99) / .milliseconds(1), processor: (processor ?? .zero) / .milliseconds(1))
    }

    var description: String {
        let times = "median \(Self.milliseconds(quantile(0.5))), p99 \(Self.milliseconds(quantile(0.99))), longest \(Self.milliseconds(quantile(1)))"
        return processor.map { "\(times); \(Self.milliseconds($0)) of a core" } ?? times
    }

    static func milliseconds(_ time: Duration) -> String { String(format: "%.1f ms", time / .milliseconds(1)) }

    /// Prints one line of the table.
    static func row(_ name: String, _ value: some CustomStringConvertible) {
        print(name.padding(toLength: max(52, name.count), withPad: " ", startingAt: 0), value)
    }
}
