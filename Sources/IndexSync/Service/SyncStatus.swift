package import Base
package import Foundation
import Synchronization

/// What the synchronizer is doing.
package enum SyncPhase: Sendable, Equatable {
    case starting
    /// Waiting for the next poll.
    case idle
    case looking
    /// Another process works on the same storage directory.
    case waitingForLock
    case downloading(file: String, done: Int64, total: Int64)
    case verifying
    case building
    case probing
    /// The canaries.
    case asking
    /// Recent questions are searched for in it and in the one that is served.
    case comparing
    case opening

    /// How much of a download is there, 0 to 1; nil for what has no measure.
    package var progress: Double? {
        guard case .downloading(_, let done, let total) = self, total > 0 else { return nil }
        return min(Double(done) / Double(total), 1)
    }

    /// One word, for the log.
    var name: String {
        switch self {
        case .starting: "starting"
        case .idle: "idle"
        case .looking: "looking"
        case .waitingForLock: "waiting"
        case .downloading: "downloading"
        case .verifying: "verifying"
        case .building: "building"
        case .probing: "probing"
        case .asking: "asking"
        case .comparing: "comparing"
        case .opening: "opening"
        }
    }

    /// One word or two, for people.
    package var label: String {
        switch self {
        case .starting: "starting"
        case .idle: "idle"
        case .looking: "looking"
        case .waitingForLock: "waiting for another process"
        case .downloading(let file, let done, let total):
            total > 0 ? "downloading \(file), \(min(done * 100 / total, 100)) %" : "downloading \(file)"
        case .verifying: "verifying"
        case .building: "building the chunk store"
        case .probing: "probing"
        case .asking: "asking the canaries"
        case .comparing: "comparing"
        case .opening: "opening"
        }
    }
}

/// Where synchronizing stands, for `/api/status`, the page and `docent index status`.
package struct SyncStatus: Sendable, Equatable {
    package var source: String
    package var phase: SyncPhase
    /// The snapshot being served.
    package var active: SnapshotRecord?
    package var activatedAt: Date?
    package var pin: Pin?
    package var lastLook: Date?
    /// What went wrong in the last round; nil after one that went well.
    package var lastError: Problem?
    package var quarantined: [Quarantined]
    package var nextPoll: Date?
    /// What the active one finds of what the one before it found; nil where that was not compared.
    package var recall: Recall?
    /// Until when the active one is on trial; nil where it is not.
    package var trialEnd: Date?
    /// What happened last, latest first, also before this process began.
    package var history: [HistoryEvent] = []
    /// How often each has happened in this process, and how long it took the last time, in seconds.
    package var counts: [HistoryEvent.Kind: Int] = [:]
    package var seconds: [HistoryEvent.Kind: Double] = [:]

    /// How many events are shown.
    static let shown = 20

    /// Something has happened.
    mutating func add(_ event: HistoryEvent) {
        history = Array(([event] + history).prefix(Self.shown))
        counts[event.kind, default: 0] += 1
        if event.seconds > 0 { seconds[event.kind] = event.seconds }
    }

    /// As it is before the first round.
    package init(source: String) {
        self.source = source
        phase = .starting
        quarantined = []
    }
}

/// The status, written by the synchronizer and read by anybody.
package final class StatusBoard: Sendable {
    private let status: Mutex<SyncStatus>

    init(source: String) {
        status = Mutex(SyncStatus(source: source))
    }

    /// As it is now.
    package var current: SyncStatus { status.withLock(\.self) }

    func update(_ change: (inout SyncStatus) -> Void) {
        status.withLock { change(&$0) }
    }
}
