import Foundation
import IndexSync

/// Decides which events are told in the operations channel, and in which words: what is trouble, the same once a day, and no more than a few an
/// hour, for a channel that is always full is read by nobody.
struct OperationsPlan: Sendable {
    /// How long the same is not told again, in seconds.
    static let pause = 86_400.0
    static let perHour = 6

    /// When which was told.
    private var told: [String: Date] = [:]
    /// How many were left out since the last that was told.
    private var leftOut = 0

    /// The message for an event; nil for none.
    mutating func text(for event: HistoryEvent, now: Date) -> String? {
        guard event.kind.isTrouble else { return nil }
        told = told.filter { now.timeIntervalSince($0.value) < Self.pause }
        let key = "\(event.kind.rawValue) \(event.revision)"
        guard told[key] == nil else { return nil }
        guard told.values.count(where: { now.timeIntervalSince($0) < 3_600 }) < Self.perHour else {
            leftOut += 1
            return nil
        }
        told[key] = now
        defer { leftOut = 0 }
        let rest = leftOut > 0 ? "\n\(leftOut) more notices were left out; `docent index list` shows all." : ""
        return "\(Self.heading(event))\n```\n\(Self.quoted(event.reason))\n```\(rest)"
    }

    private static func heading(_ event: HistoryEvent) -> String {
        let revision = SourceLines.plain(event.revision, most: 80)
        return switch event.kind {
        case .refused: "⚠️ Index revision \(revision) was refused. What was served before is still served."
        case .rolledBack: "⚠️ Index revision \(revision) was taken back. The one before it is served again."
        case .withheld: "⚠️ Index revision \(revision) does worse than the one before it, and is still served."
        case .damaged: "⚠️ The stored copy of index revision \(revision) was damaged and removed."
        case .detected, .installed, .activated, .pruned: "Index revision \(revision): \(event.kind.rawValue)."
        }
    }

    /// A reason may hold what a publisher has written: nothing in it ends the block that it stands in.
    private static func quoted(_ reason: String) -> String {
        let plain = reason.replacing("`", with: "'")
        return plain.count > 1_200 ? "\(plain.prefix(1_200))…" : plain
    }
}
