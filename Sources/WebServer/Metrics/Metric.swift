/// One thing that is measured, as Prometheus has it (https://prometheus.io/docs/instrumenting/exposition_formats/).
package struct Metric: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// Grows until the process ends.
        case counter
        case gauge
        case histogram
    }

    /// One number of it.
    package struct Sample: Sendable, Equatable {
        /// Follows the metric's name, for the parts of a histogram.
        package var suffix: String
        /// In the order in which they are shown.
        package var labels: [Label]
        package var value: Double

        package init(_ value: Double, suffix: String = "", labels: [Label] = []) {
            self.value = value
            self.suffix = suffix
            self.labels = labels
        }
    }

    package struct Label: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Letters, digits and `_`, with its unit at the end.
    package var name: String
    package var kind: Kind
    /// What it says, for people.
    package var help: String
    package var samples: [Sample]

    package init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    /// One number; none where it is nil.
    package init(_ name: String, _ kind: Kind, _ help: String, _ value: Double?) {
        self.init(name, kind, help, value.map { [Sample($0)] } ?? [])
    }

    /// One number for each value of a label.
    package init(_ name: String, _ kind: Kind, _ help: String, by label: String, _ values: [(String, Double)]) {
        self.init(name, kind, help, values.map { Sample($0.1, labels: [Label(label, $0.0)]) })
    }
}
