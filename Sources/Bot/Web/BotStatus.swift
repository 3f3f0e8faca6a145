import Base
import Foundation
import IndexSync
import SearchIndex
import WebServer

/// The process's state, put together from those who know its parts.
struct BotStatus: StatusSource {
    /// When the process began, on a clock that does not jump.
    var started: ContinuousClock.Instant = .now
    var languageModels: [String]
    var holder: IndexHolder
    var trial: TrialWatch
    var meters: Meters
    var sync: @Sendable () -> SyncStatus
    var discord: @Sendable () -> StatusReport.Discord

    func status() async -> StatusReport {
        let (sync, discord, manifest) = (sync(), discord(), holder.current()?.manifest)
        return StatusReport(
            version: Version.current, uptimeSeconds: Int((ContinuousClock.now - started).components.seconds),
            index: manifest.map { index($0, sync) }, source: IndexFacts.source(sync), languageModels: languageModels, discord: discord,
            missing: Self.missing(manifest, sync, discord), memory: ResidentMemory(),
            pinned: sync.pin.map { .init(reference: $0.reference, by: $0.origin.rawValue) }, refused: sync.quarantined.map(IndexFacts.refused),
            history: sync.history.map(IndexFacts.event))
    }

    func metrics() async -> [Metric] {
        let (sync, discord) = (sync(), discord())
        return BotMetrics(
            sync: sync, trial: trial.remaining(), reading: meters.reading, discord: discord, memory: ResidentMemory(),
            uptime: ContinuousClock.now - started, missing: Self.missing(holder.current()?.manifest, sync, discord).map(\.name)
        ).all
    }

    private func index(_ manifest: Manifest, _ sync: SyncStatus) -> StatusReport.Index {
        // Browsers take a time without an offset for one of their own.
        let createdAt = CreationTime.date(manifest.createdAt)?.formatted(.iso8601) ?? manifest.createdAt
        return StatusReport.Index(
            revision: manifest.revision, createdAt: createdAt, chunks: manifest.numChunks, documents: manifest.documents,
            embedModel: manifest.embedModel, isPinned: sync.pin != nil, activatedAt: sync.activatedAt?.formatted(.iso8601),
            trialUntil: trial.remaining() == nil ? nil : sync.trialEnd?.formatted(.iso8601),
            recall: sync.recall.map { .init(questions: $0.questions, sources: $0.sources, passages: $0.passages) })
    }

    private static func missing(_ manifest: Manifest?, _ sync: SyncStatus, _ discord: StatusReport.Discord) -> [StatusReport.Missing] {
        [manifest == nil ? IndexFacts.missing(sync) : nil, missing(discord)].compactMap(\.self)
    }

    private static func missing(_ discord: StatusReport.Discord) -> StatusReport.Missing? {
        switch discord.state {
        case .off, .connected: nil
        case .connecting, .failed:
            StatusReport.Missing(
                name: "discord", reason: discord.trouble?.reason ?? "the connection is being made",
                remedy: discord.trouble?.remedy ?? "Wait a moment.")
        }
    }
}
