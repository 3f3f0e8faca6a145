/// Metrics in Prometheus' text format, version 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).
enum MetricsText {
    static let type = "text/plain; version=0.0.4; charset=utf-8"

    static func render(_ metrics: [Metric]) -> String {
        var text = ""
        for metric in metrics where !metric.samples.isEmpty {
            text += "# HELP \(metric.name) \(escaped(metric.help))\n# TYPE \(metric.name) \(metric.kind.rawValue)\n"
            for sample in metric.samples {
                let labels = sample.labels.map { "\($0.name)=\"\(escaped($0.value, quoted: true))\"" }.joined(separator: ",")
                text += "\(metric.name)\(sample.suffix)\(labels.isEmpty ? "" : "{\(labels)}") \(number(sample.value))\n"
            }
        }
        return text
    }

    /// A number without an exponent where it is whole.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map(String.init) ?? String(value)
    }

    /// A line's text: backslashes and line ends are written as such, in a label's value quotation marks too.
    private static func escaped(_ text: String, quoted: Bool = false) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\\": result += #"\\"#
            case "\n": result += #"\n"#
            case "\"" where quoted: result += #"\""#
            case _: result.unicodeScalars.append(scalar)
            }
        }
    }
}
