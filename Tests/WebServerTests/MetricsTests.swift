import Testing

@testable import WebServer

struct MetricsTests {
    @Test func `metrics are written as Prometheus reads them`() {
        let text = MetricsText.render([
            Metric("docent_ready", .gauge, "Whether it is.", 1), Metric("docent_nothing", .gauge, "Not known.", nil),
            Metric("docent_answers_total", .counter, "Two\nlines \\.", by: "kind", [("model", 3), ("a\"b\\c\nd", 0.25)]),
        ])
        #expect(
            text == #"""
                # HELP docent_ready Whether it is.
                # TYPE docent_ready gauge
                docent_ready 1
                # HELP docent_answers_total Two\nlines \\.
                # TYPE docent_answers_total counter
                docent_answers_total{kind="model"} 3
                docent_answers_total{kind="a\"b\\c\nd"} 0.25

                """#)
    }

    @Test(arguments: [
        (1.0, "1"), (-2.5, "-2.5"), (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (1_732_000_000, "1732000000"), (1e-9, "1e-09"),
    ])
    func `numbers are written plainly`(value: Double, text: String) {
        #expect(MetricsText.number(value) == text)
    }

    @Test func `a histogram's ranges count what is below them too`() {
        var histogram = Histogram(bounds: [0.5, 1])
        for value in [0.1, 0.5, 0.75, 3] { histogram.add(value) }
        #expect(
            MetricsText.render([Metric("t", .histogram, "h", histogram.samples)]) == """
                # HELP t h
                # TYPE t histogram
                t_bucket{le="0.5"} 2
                t_bucket{le="1"} 3
                t_bucket{le="+Inf"} 4
                t_sum 4.35
                t_count 4

                """)
    }

    @Test func `the address gives them as text, and readiness the stage and its progress`() async throws {
        var status = FixedStatus.empty
        status.measured = [Metric("docent_ready", .gauge, "h", 0)]
        status.report.missing = [.init(name: "index", reason: "x", remedy: "y", stage: "downloading faiss.index, 40 %", progress: 0.4)]
        try await withServer(status: status) { port in
            let metrics = try await RawClient.exchange(port, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(metrics.status == 200 && metrics.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
            #expect(metrics.afterHead == "# HELP docent_ready h\n# TYPE docent_ready gauge\ndocent_ready 0\n")
            let ready = try await RawClient.exchange(port, "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(ready.status == 503 && ready.afterHead.contains(#""progress":0.4"#) && ready.afterHead.contains("downloading faiss.index, 40 %"))
        }
    }
}
