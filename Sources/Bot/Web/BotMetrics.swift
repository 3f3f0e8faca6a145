import Answering
import Base
import Foundation
import IndexSync
import WebServer

/// The process's numbers as `/metrics` shows them. Labels hold revisions, states and kinds: nothing that anybody asked, and no secret.
struct BotMetrics {
    var sync: SyncStatus
    /// How long the index is on trial still; nil when it is not.
    var trial: Duration?
    var reading: Meters.Reading
    var discord: StatusReport.Discord
    var memory: ResidentMemory?
    var uptime: Duration
    /// What keeps the bot from answering.
    var missing: [String]

    var all: [Metric] { index + following + questions + process }

    private typealias Sample = Metric.Sample

    private var index: [Metric] {
        let active = sync.active
        let info = active.map {
            Sample(1, labels: [.init("revision", $0.revision), .init("embed_model", $0.embedModel), .init("created_at", $0.createdAt)])
        }
        return [
            Metric("docent_index_info", .gauge, "The index that is served.", info.map { [$0] } ?? []),
            Metric("docent_index_chunks", .gauge, "Its chunks.", active.map { Double($0.chunks) }),
            Metric("docent_index_size_bytes", .gauge, "Its files on disk.", active.map { Double($0.bytes) }),
            Metric("docent_index_activated_timestamp_seconds", .gauge, "When it was activated.", sync.activatedAt?.timeIntervalSince1970),
            Metric("docent_index_pinned", .gauge, "1 while a revision is pinned.", sync.pin == nil ? 0 : 1),
            Metric("docent_index_trial_remaining_seconds", .gauge, "For how long it may be taken back still.", (trial ?? .zero) / .seconds(1)),
            Metric(
                "docent_index_recall_ratio", .gauge, "What it finds of what the index before it found for recent questions.", by: "of",
                sync.recall.map { [("sources", $0.sources), ("passages", $0.passages)] } ?? []),
        ]
    }

    private var following: [Metric] {
        [
            Metric("docent_index_last_look_timestamp_seconds", .gauge, "When its source was looked at last.", sync.lastLook?.timeIntervalSince1970),
            Metric("docent_index_up_to_date", .gauge, "1 when the last round ended with what is wanted being served.", isUpToDate ? 1 : 0),
            Metric("docent_index_quarantined", .gauge, "Publications that are not tried now.", Double(sync.quarantined.count)),
            Metric(
                "docent_index_events_total", .counter, "What happened to indexes in this process.", by: "event",
                HistoryEvent.Kind.allCases.map { ($0.rawValue, Double(sync.counts[$0] ?? 0)) }),
            Metric(
                "docent_index_work_seconds", .gauge, "How long that took the last time.", by: "event",
                HistoryEvent.Kind.allCases.compactMap { kind in sync.seconds[kind].map { (kind.rawValue, $0) } }),
        ]
    }

    private var isUpToDate: Bool { sync.active != nil && sync.lastLook != nil && sync.lastError == nil }

    private var questions: [Metric] {
        [
            Metric("docent_search_duration_seconds", .histogram, "Searches of the index, the question's vector included.", reading.searches.samples),
            Metric("docent_search_failures_total", .counter, "Searches that the index failed.", Double(reading.failedSearches)),
            Metric(
                "docent_answers_total", .counter, "Answers by how they came about; those given again are not counted.", by: "kind",
                AnswerOutcome.allCases.map { ($0.rawValue, Double(reading.answers[$0] ?? 0)) }),
            Metric(
                "docent_votes_total", .counter, "Members' votes on answers.", by: "vote",
                Vote.allCases.map { ($0.rawValue, Double(reading.votes[$0] ?? 0)) }),
        ]
    }

    private var process: [Metric] {
        let shards = discord.shards.flatMap { shard in
            StatusReport.Discord.State.allCases.map { state in
                Sample(shard.state == state ? 1 : 0, labels: [.init("shard", shard.name), .init("state", state.rawValue)])
            }
        }
        return [
            Metric("docent_ready", .gauge, "1 when questions are answered; else the label says what is missing.", readiness),
            Metric(
                "docent_discord_state", .gauge, "1 for the state of the connection to Discord, the worst of several.", by: "state",
                StatusReport.Discord.State.allCases.map { ($0.rawValue, discord.state == $0 ? 1 : 0) }),
            Metric("docent_discord_shard_state", .gauge, "The same for each of several connections.", shards),
            Metric(
                "docent_memory_bytes", .gauge, "The process's memory: all that is resident, its own, and that of files.", by: "part",
                memory.map { [("resident", Double($0.resident)), ("own", Double($0.own)), ("mapped", Double($0.mapped))] } ?? []),
            Metric("docent_uptime_seconds", .gauge, "Since the process began.", (uptime / .seconds(1)).rounded()),
            Metric(
                "docent_build_info", .gauge, "The program's version.", [Sample(1, labels: [.init("version", Version.current)])]),
        ]
    }

    private var readiness: [Metric.Sample] {
        missing.isEmpty ? [Sample(1)] : missing.map { Sample(0, labels: [.init("missing", $0)]) }
    }
}
