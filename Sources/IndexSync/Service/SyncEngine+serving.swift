import Base
import Foundation
import Hub
import Logging
import SearchIndex

extension SyncEngine {
    /// Serves the last good snapshot from disk, without network. What is damaged is set aside for the next one.
    func resume() async {
        if let history = parts.history, let events = try? await parts.pool.run({ try history.events(limit: SyncStatus.shown) }) {
            parts.board.update { $0.history = events }
        }
        let pin = try? await currentPin()
        let refused = (try? await refusals()) ?? []
        let names = try? await parts.pool.run { [stores] in
            let (stored, hashes) = (stores.snapshots(), Set(refused.map(\.manifestHash)))
            return Retention.startOrder(
                stored: stored.map(\.name), pinned: pin.flatMap { stores.meant(by: $0).first?.name }, pointer: stores.pointer(),
                refused: Set(stored.filter { hashes.contains($0.manifestHash) }.map(\.name)))
        }
        for name in names ?? [] {
            do {
                if try await activate(name, .start) == nil { break }
            } catch {
                parts.logger.warning("A stored index cannot be served", metadata: ["snapshot": "\(name)", "reason": "\(error)"])
            }
        }
    }

    /// Verifies a stored snapshot, opens it, points to it and serves it.
    /// - Returns: Why it cannot be served, if so; it is removed or set aside then.
    func activate(_ name: String, _ occasion: Occasion = .round) async throws -> Problem? {
        let start = parts.now()
        parts.board.update { $0.phase = .verifying }
        try await parts.pool.run { [stores] in try stores.bring(name) }
        guard let record = try await parts.pool.run({ [store] in store.record(name) }) else { return nil }
        let folder = store.folder(name)
        let hold = try await hold(folder)
        do {
            try await parts.pool.run { try Verifier.check(record, in: folder) }
        } catch let problem as Problem where !problem.isOfTheDisk {
            hold?.release()
            // Another process has removed it meanwhile: that is no damage.
            guard try await parts.pool.run({ [store] in store.record(name) }) != nil else { return nil }
            await parts.note(.damaged, record.revision, reason: problem.description, of: record)
            try await parts.pool.run { [store] in try store.remove(name) }
            return problem
        }
        parts.board.update { $0.phase = .opening }
        let index: Opening.Index
        do {
            index = try await parts.pool.run { [parts] in
                let json = try LocalFile.contents("\(folder)/\(ArtifactLayout.manifest)", limit: 8 << 20)
                let manifest = try Manifest(json: Data(json), location: folder)
                if let problem = parts.refusal(of: manifest, json, at: folder) { throw problem }
                return try parts.opening.open(folder)
            }
        } catch let problem as Problem where !problem.isOfTheDisk {
            await refuse(problem, revision: record.revision, manifestHash: record.manifestHash, commit: record.commit, isFinal: true, onDisk: false)
            return problem
        }
        let recall = occasion == .round ? await compare(with: index) : nil
        let before = try await parts.pool.run { [stores] in stores.pointer() }
        do {
            try await parts.pool.run { [store, parts] in try store.point(to: name, now: parts.now().timeIntervalSince1970) }
        } catch  where occasion != .round {
            parts.logger.warning("The active index cannot be noted on disk", metadata: ["reason": "\(error)"])
        }
        begin(record, occasion, before)
        parts.holder.swap(index, hold: hold)
        active = record
        parts.board.update {
            $0.active = record
            $0.activatedAt = parts.now()
            $0.recall = recall
        }
        await parts.note(.activated, record.revision, reason: recall?.text ?? "", seconds: parts.now().timeIntervalSince(start), of: record)
        return nil
    }

    /// Keeps other processes from removing a snapshot for as long as it is held.
    /// - Returns: Nil on a file system without locks, which has no second process that would remove it either.
    /// - Throws: `Problem` when another process keeps it for too long.
    private func hold(_ folder: String) async throws -> FileLock? {
        do {
            return try await FileLock.acquire(
                path: "\(folder)/\(SnapshotRecord.file)", .shared, patience: parts.configuration.holdPatience, clock: parts.clock, on: parts.pool)
        } catch let problem as Problem where problem.kind != .temporary {
            return nil
        }
    }

    /// Sees to it that the bucket has what is served and what the pin means, where there is a bucket.
    func save(_ pin: Pin?) async throws {
        guard let active, try await parts.pool.run({ [stores] in !stores.isSaved(active, pin: pin) }) else { return }
        let now = parts.now().timeIntervalSince1970
        try await locked { try await parts.pool.run { [stores] in try stores.save(active, pin: pin, now: now) } }
    }

    /// Removes the snapshots that need not be kept.
    func prune(_ pin: Pin?) async throws {
        guard let active else { return }
        let removable = try await parts.pool.run { [stores, keep = parts.configuration.keep] in
            let (stored, pointer) = (stores.snapshots(), stores.pointer())
            let pinned = pin.map { stores.meant(by: $0).map(\.name) } ?? []
            let needed = Set([active.name, pointer?.active, pointer?.previous].compactMap(\.self) + pinned)
            let names = Retention.removable(stored: stored.map(\.name), keep: keep, needed: needed)
            return stored.filter { names.contains($0.name) }
        }
        guard !removable.isEmpty else { return }
        try await locked {
            for record in removable where try await parts.pool.run({ [stores] in try stores.remove(record.name) }) {
                await parts.note(.pruned, record.revision, of: record)
            }
        }
    }

    // MARK: Refusals

    /// What has been refused and not pardoned, on disk and in memory.
    func refusals() async throws -> [Quarantined] {
        let onDisk = try await parts.pool.run { [stores] in stores.quarantined() }
        let all = onDisk.filter { setAside[$0.manifestHash] == nil } + setAside.values.sorted { $0.time > $1.time }
        parts.board.update { $0.quarantined = all }
        return all
    }

    /// Notes a refusal.
    /// - Parameters:
    ///   - onDisk: Whether it outlives this process; not so where this program, not the publication, may be what has to change.
    ///   - kind: What it is in the history.
    func refuse(
        _ problem: Problem, revision: String, manifestHash: String, commit: String, isFinal: Bool, onDisk: Bool = true,
        as kind: HistoryEvent.Kind = .refused
    ) async {
        let earlier = (try? await refusals())?.first { $0.manifestHash == manifestHash }
        let (now, tries) = (parts.now().timeIntervalSince1970, (earlier?.tries ?? 0) + 1)
        // 1, 2, 4 … polls, an hour at most.
        let pause = Backoff(base: parts.configuration.poll, cap: .seconds(3_600)).delay(attempt: tries - 1, jitter: 1)
        let entry = Quarantined(
            revision: revision, manifestHash: manifestHash, commit: commit, reason: problem.description, time: now, tries: tries,
            nextTry: isFinal ? nil : now + Double(pause.components.seconds))
        do {
            guard onDisk else { throw CancellationError() }
            try await parts.pool.run { [stores] in try stores.refuse(entry) }
        } catch {
            setAside[manifestHash] = entry
        }
        await parts.note(kind, revision, reason: problem.description)
        _ = try? await refusals()
    }

    /// Forgets every refusal.
    func pardon() async throws {
        setAside = [:]
        try await parts.pool.run { [stores] in
            for entry in stores.quarantined() { try stores.pardon(entry.manifestHash) }
        }
    }
}
