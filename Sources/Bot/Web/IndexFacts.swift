import Base
import Foundation
import IndexSync
import WebServer

/// What the report tells of following the index, from what the synchronizer knows.
enum IndexFacts {
    static func source(_ sync: SyncStatus) -> StatusReport.Source? {
        guard !sync.source.isEmpty else { return nil }
        return StatusReport.Source(
            address: sync.source, lastPoll: sync.lastLook?.formatted(.iso8601), trouble: sync.lastError.map(trouble),
            nextPoll: sync.phase == .idle ? sync.nextPoll?.formatted(.iso8601) : nil, stage: sync.phase.label)
    }

    /// Why there is no index, and how far the first one is.
    static func missing(_ sync: SyncStatus) -> StatusReport.Missing {
        // At rest nothing is on its way.
        let stage = sync.phase == .idle ? nil : sync.phase.label
        let trouble = sync.lastError.map(trouble)
        return StatusReport.Missing(
            name: "index", reason: trouble?.reason ?? "it is on its way: \(sync.phase.label)", remedy: trouble?.remedy ?? "Wait a moment.",
            stage: stage, progress: sync.phase.progress)
    }

    static func event(_ event: HistoryEvent) -> StatusReport.Event {
        StatusReport.Event(
            time: event.time.formatted(.iso8601), kind: event.kind.rawValue, revision: event.revision,
            reason: event.reason.isEmpty ? nil : event.reason, seconds: event.seconds > 0 ? event.seconds : nil, bytes: event.bytes,
            chunks: event.chunks)
    }

    static func refused(_ entry: Quarantined) -> StatusReport.Refused {
        StatusReport.Refused(
            revision: entry.revision, reason: entry.reason, time: Date(timeIntervalSince1970: entry.time).formatted(.iso8601),
            nextTry: entry.nextTry.map { Date(timeIntervalSince1970: $0).formatted(.iso8601) })
    }

    private static func trouble(_ problem: Problem) -> StatusReport.Trouble {
        let place = problem.location.isEmpty ? "" : " (\(problem.location))"
        return StatusReport.Trouble(reason: "\(problem.what)\(place): \(problem.reason)", remedy: problem.remedy)
    }
}
