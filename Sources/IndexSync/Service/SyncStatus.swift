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
    case opening

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

    /// As it is before the first round.
    package init(source: String) {
        self.source = source
        phase = .starting
        quarantined = []
    }

    /// As `/api/status` shows it; times are seconds since 1970.
    package var json: JSONValue {
        func time(_ date: Date?) -> JSONValue { date.map { .number($0.timeIntervalSince1970) } ?? .null }
        func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
        return .object([
            "source": .string(source), "phase": .string(phase.label), "revision": text(active?.revision), "commit": text(active?.commit),
            "created_at": text(active?.createdAt), "embed_model": text(active?.embedModel),
            "num_chunks": active.map { .integer(Int64($0.chunks)) } ?? .null, "activated_at": time(activatedAt),
            "pinned": text(pin?.reference), "pinned_by": text(pin?.origin.rawValue), "last_look": time(lastLook),
            "next_poll": time(nextPoll), "last_error": text(lastError?.description),
            "quarantined": .array(
                quarantined.map { .object(["revision": .string($0.revision), "reason": .string($0.reason), "time": .number($0.time)]) }),
        ])
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
