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
    var sync: @Sendable () -> SyncStatus
    var discord: @Sendable () -> StatusReport.Discord

    func status() async -> StatusReport {
        let (sync, discord, manifest) = (sync(), discord(), holder.current()?.manifest)
        return StatusReport(
            version: Version.current, uptimeSeconds: Int((ContinuousClock.now - started).components.seconds),
            index: manifest.map {
                StatusReport.Index(
                    revision: $0.revision, createdAt: $0.createdAt, chunks: $0.numChunks, documents: $0.documents,
                    embedModel: $0.embedModel, isPinned: sync.pin != nil)
            },
            source: Self.source(sync), languageModels: languageModels, discord: discord,
            missing: [manifest == nil ? Self.missingIndex(sync) : nil, Self.missing(discord)].compactMap(\.self), memory: ResidentMemory())
    }

    private static func source(_ sync: SyncStatus) -> StatusReport.Source? {
        guard !sync.source.isEmpty else { return nil }
        return StatusReport.Source(
            address: sync.source, lastPoll: sync.lastLook?.formatted(.iso8601), trouble: sync.lastError.map(trouble))
    }

    private static func missingIndex(_ sync: SyncStatus) -> StatusReport.Missing {
        guard let trouble = sync.lastError.map(trouble) else {
            return StatusReport.Missing(name: "index", reason: "it is on its way: \(sync.phase.label)", remedy: "Wait a moment.")
        }
        return StatusReport.Missing(name: "index", reason: trouble.reason, remedy: trouble.remedy)
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

    private static func trouble(_ problem: Problem) -> StatusReport.Trouble {
        let place = problem.location.isEmpty ? "" : " (\(problem.location))"
        return StatusReport.Trouble(reason: "\(problem.what)\(place): \(problem.reason)", remedy: problem.remedy)
    }
}
