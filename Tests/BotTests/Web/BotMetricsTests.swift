import Answering
import Base
import Foundation
import Testing
import WebServer

@testable import IndexSync
@testable import docent

struct BotMetricsTests {
    private func metrics(_ sync: SyncStatus, missing: [String] = [], meters: Meters = Meters()) -> [String: [Metric.Sample]] {
        let metrics = BotMetrics(
            sync: sync, trial: .seconds(90), reading: meters.reading,
            discord: .init(state: .connecting, shards: [.init(name: "0/2", state: .connected), .init(name: "1/2", state: .connecting)]),
            memory: ResidentMemory(), uptime: .seconds(7), missing: missing
        ).all
        for metric in metrics {
            #expect(metric.name.hasPrefix("docent_") && metric.help.hasSuffix("."))
            #expect((metric.kind == .counter) == metric.name.hasSuffix("_total"), "\(metric.name)")
        }
        #expect(Set(metrics.map(\.name)).count == metrics.count)
        return Dictionary(uniqueKeysWithValues: metrics.map { ($0.name, $0.samples) })
    }

    private func value(_ samples: [Metric.Sample]?, _ label: String? = nil) -> Double? {
        samples?.first { label == nil || $0.labels.last?.value == label }?.value
    }

    @Test func `they tell what happened to the index and to questions`() {
        let meters = Meters()
        meters.searched(.milliseconds(30), failed: false)
        meters.searched(.seconds(3), failed: true)
        meters.answered(.extracts)
        meters.voted(.down)
        var sync = SyncStatus(source: "file:///index")
        sync.add(HistoryEvent(time: .now, kind: .refused, revision: "r"))
        sync.add(HistoryEvent(time: .now, kind: .installed, revision: "r", seconds: 2.5))
        sync.recall = Recall(questions: 3, sources: 0.75, passages: 0.5)
        let metrics = metrics(sync, missing: ["index"], meters: meters)
        #expect(value(metrics["docent_index_events_total"], "refused") == 1)
        #expect(value(metrics["docent_index_events_total"], "rolled_back") == 0)
        #expect(value(metrics["docent_index_work_seconds"], "installed") == 2.5)
        #expect(value(metrics["docent_index_recall_ratio"], "passages") == 0.5)
        #expect(value(metrics["docent_index_trial_remaining_seconds"]) == 90)
        #expect(metrics["docent_search_duration_seconds"]?.last?.value == 2)
        #expect(value(metrics["docent_search_failures_total"]) == 1)
        #expect(value(metrics["docent_answers_total"], "extracts") == 1)
        #expect(value(metrics["docent_votes_total"], "down") == 1)
        #expect(metrics["docent_ready"] == [.init(0, labels: [.init("missing", "index")])])
        #expect(value(metrics["docent_discord_state"], "connecting") == 1 && value(metrics["docent_discord_state"], "connected") == 0)
        #expect(metrics["docent_discord_shard_state"]?.count == 8)
        #expect(value(metrics["docent_memory_bytes"], "resident") ?? 0 > 1_000_000)
        #expect(metrics["docent_index_info"] == [] && value(metrics["docent_index_up_to_date"]) == 0)
        #expect(self.metrics(sync)["docent_ready"] == [.init(1)])
    }
}
