import Base
import Foundation
import Hub

extension SyncEngine {
    /// Why a snapshot is activated.
    enum Occasion {
        /// The process has begun. Serving comes before bookkeeping: a disk that cannot be written to does not hinder it.
        case start
        /// It is what is wanted.
        case round
        /// The one after it was taken back; as at the start, serving comes first.
        case rollback
    }

    /// Puts a snapshot on trial, where there is one before it to go back to.
    /// - Parameter pointer: What was active before it was pointed to.
    func begin(_ record: SnapshotRecord, _ occasion: Occasion, _ pointer: Pointer?) {
        let now = parts.now()
        switch occasion {
        case .round: parts.trial.activate(record.name, fallback: pointer?.active == record.name ? pointer?.previous : pointer?.active)
        case .rollback: parts.trial.activate(record.name, fallback: nil)
        case .start:
            // A process that ended within the trial leaves the rest of it to the next.
            let since = pointer.flatMap { $0.active == record.name ? $0.since : nil }
            let age = since.map { Duration.seconds(max(now.timeIntervalSince1970 - $0, 0)) }
            parts.trial.activate(record.name, fallback: age == nil ? nil : pointer?.previous, age: age ?? .zero)
        }
        let end = parts.trial.remaining().map { now.addingTimeInterval($0 / .seconds(1)) }
        parts.board.update { $0.trialEnd = end }
    }

    /// Serves the one before what is active again, and does not try what was active another time of itself. What is pinned stays: somebody
    /// wanted just that.
    func rollBack(_ due: Trial.Rollback) async throws {
        guard let bad = active, bad.name == due.snapshot else { return }
        if let pin = try await currentPin() { return await withhold(due, "it is pinned to \(pin.reference)") }
        let refused = Set(try await refusals().map(\.manifestHash))
        let fallback = try await parts.pool.run { [stores] in stores.snapshots().first { $0.name == due.fallback } }
        guard let fallback, !refused.contains(fallback.manifestHash) else {
            return await withhold(due, "there is no sound revision before it on this machine")
        }
        let trouble = try await activate(fallback.name, .rollback)
        guard active?.name == fallback.name else { return await withhold(due, trouble.map { "\($0)" } ?? "the revision before it is gone") }
        await takeBack(bad, due.reason)
        try await save(nil)
    }

    /// Does not try a snapshot another time of itself.
    func takeBack(_ bad: SnapshotRecord, _ reason: String) async {
        let problem = Problem(
            what: "a new index was taken back", location: "revision \(bad.revision)", reason: reason,
            remedy: "Publish a better one; `docent index sync` tries this one again.")
        await refuse(
            problem, revision: bad.revision, manifestHash: bad.manifestHash, commit: bad.commit, isFinal: true, as: .rolledBack)
    }

    private func withhold(_ due: Trial.Rollback, _ reason: String) async {
        await parts.note(.withheld, active?.revision ?? "", reason: "\(due.reason); it is not taken back: \(reason)", of: active)
    }

    /// Searches for recent questions in the index that is served and in one that is to be.
    func compare(with index: Opening.Index) async -> Recall? {
        guard let compare = parts.compare, let active = parts.holder.current() else { return nil }
        parts.board.update { $0.phase = .comparing }
        return await compare(active, index)
    }
}
