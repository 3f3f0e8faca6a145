import Base
import Foundation
import Hub
import Logging

extension SyncEngine {
    /// A bot begins: counts how its predecessors ended, and serves what is on disk.
    func start() async {
        do {
            try await countEnds()
        } catch {
            parts.logger.warning("The bot's start cannot be noted on disk", metadata: ["reason": "\(error)"])
        }
        await resume()
    }

    /// The bot ends as it was asked to.
    func end() async {
        do {
            try await parts.pool.run { [runs] in try runs.write(.ended) }
        } catch {
            parts.logger.warning("The bot's end cannot be noted on disk", metadata: ["reason": "\(error)"])
        }
    }

    private var runs: RunFile { RunFile(storage: parts.configuration.storage, files: parts.files) }

    /// Takes back what killed the process again and again while it was new, before it is opened once more.
    private func countEnds() async throws {
        let (last, pointer) = try await parts.pool.run { [runs, stores] in (runs.read(), stores.pointer()) }
        let age = pointer?.since.map { Duration.seconds(parts.now().timeIntervalSince1970 - $0) }
        let rules = parts.trial.rules
        let isOnTrial = pointer?.previous != nil && rules.signs.contains(.errors) && age.map { $0 < rules.period } == true
        let record = RunRecord(after: last, active: pointer?.active, isOnTrial: isOnTrial)
        try await parts.pool.run { [runs] in try runs.write(record) }
        guard record.isDamning, let pointer, try await currentPin() == nil else { return }
        let refused = Set(try await refusals().map(\.manifestHash))
        let stored = try await parts.pool.run { [stores] in stores.snapshots() }
        guard let bad = stored.first(where: { $0.name == pointer.active }),
            let fallback = stored.first(where: { $0.name == pointer.previous }), !refused.contains(fallback.manifestHash)
        else { return }
        // At the start what is refused comes last, so the one before it is served.
        await takeBack(bad, "the bot has died \(record.ends) times within its trial")
    }
}
