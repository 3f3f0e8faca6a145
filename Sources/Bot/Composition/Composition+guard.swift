import Answering
import Base
import Embedding
import Foundation
import IndexSync
import Logging
import SearchIndex

/// How a worse index is kept from members.
extension Composition {
    /// The canaries that an index is asked before it is served.
    var canaries: CanaryPolicy {
        let embedders = embedders
        return CanaryPolicy(own: settings.indexGuard.canaries, percent: settings.indexGuard.percent) { questions, manifest, dimension in
            try await embedders.embedder(for: manifest, dimension: dimension).embed(questions: questions)
        }
    }

    /// Hears of each search: it counts, is remembered for comparing indexes, and speaks for or against an index on trial.
    var heardSearch: @Sendable (SearchReport) -> Void {
        { [trial, meters, recent] report in
            meters.searched(report.duration, failed: report.problem != nil)
            recent.add(report.text)
            trial.searched(Self.snapshot(report.folder), problem: report.problem)
        }
    }

    /// Hears of each vote on an answer from a revision of the index.
    func heardVote(_ archive: AnswerArchive, sync: @escaping @Sendable () -> SyncStatus) -> @Sendable (Vote, _ revision: String) async -> Void {
        { [trial, meters, period = settings.indexGuard.trial.period, logger = logger("trial")] vote, revision in
            meters.voted(vote)
            let status = sync()
            guard trial.heedsVotes, let active = status.active, active.revision == revision, let end = status.trialEnd, trial.remaining() != nil
            else { return }
            // From its beginning, which may lie before this process's.
            let since = end.addingTimeInterval(-(period / .seconds(1)))
            let before = status.history.first { $0.kind == .activated && $0.revision != revision }?.revision
            do {
                let opinion = try await archive.opinion(of: revision, since: since)
                let earlier = if let before { try await archive.opinion(of: before, since: .distantPast) } else { Opinion() }
                trial.voted(active.name, TrialOpinion(opinion), before: TrialOpinion(earlier))
            } catch {
                logger.warning("Votes cannot be read", metadata: ["reason": "\(error)"])
            }
        }
    }

    /// A stored index's folder is named after its snapshot.
    private static func snapshot(_ folder: String) -> String { (folder as NSString).lastPathComponent }
}

extension TrialOpinion {
    init(_ opinion: Opinion) {
        self.init(up: opinion.up, down: opinion.down, critics: opinion.critics)
    }
}
