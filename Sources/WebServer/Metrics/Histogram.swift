/// How often something took how long.
package struct Histogram: Sendable, Equatable {
    /// The upper ends of the ranges, rising; beyond the last there is one more range.
    private let bounds: [Double]
    private var counts: [Int]
    private var sum = 0.0

    /// - Parameter bounds: In seconds, rising.
    package init(bounds: [Double] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    package mutating func add(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }

    /// As a metric's samples: each range counts what is in those below it too.
    package var samples: [Metric.Sample] {
        var total = 0
        let buckets = zip(counts, bounds.map(MetricsText.number) + ["+Inf"]).map { count, bound in
            total += count
            return Metric.Sample(Double(total), suffix: "_bucket", labels: [.init("le", bound)])
        }
        return buckets + [Metric.Sample(sum, suffix: "_sum"), Metric.Sample(Double(total), suffix: "_count")]
    }
}
