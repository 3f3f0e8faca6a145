import Base
import Foundation
import Hub
import Logging
import SearchIndex

extension SyncEngine {
    /// Serves the last good snapshot from disk, without network. What is damaged is set aside for the next one.
    func resume() async {
        let pin = try? await currentPin()
        let names = try? await parts.pool.run { [stores] in
            Retention.startOrder(
                stored: stores.snapshots().map(\.name), pinned: pin.flatMap { stores.meant(by: $0).first?.name }, pointer: stores.pointer())
        }
        for name in names ?? [] {
            do {
                if try await activate(name, isStart: true) == nil { break }
            } catch {
                parts.logger.warning("A stored index cannot be served", metadata: ["snapshot": "\(name)", "reason": "\(error)"])
            }
        }
    }

    /// Verifies a stored snapshot, opens it, points to it and serves it.
    /// - Parameter isStart: At the start serving comes before bookkeeping: a disk that cannot be written to does not hinder it.
    /// - Returns: Why it cannot be served, if so; it is removed or set aside then.
    func activate(_ name: String, isStart: Bool = false) async throws -> Problem? {
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
            await parts.note(.damaged, record.revision, reason: problem.description)
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
        do {
            try await parts.pool.run { [store] in try store.point(to: name) }
        } catch  where isStart {
            parts.logger.warning("The active index cannot be noted on disk", metadata: ["reason": "\(error)"])
        }
        parts.holder.swap(index, hold: hold)
        active = record
        parts.board.update {
            $0.active = record
            $0.activatedAt = parts.now()
        }
        await parts.note(.activated, record.revision, seconds: parts.now().timeIntervalSince(start))
        try? await parts.pool.run {
            ResidentMemory.giveBack()
            ResidentMemory.dropProgram()
        }
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
    func save(_ record: SnapshotRecord, _ pin: Pin?) async throws {
        guard try await parts.pool.run({ [stores] in !stores.isSaved(record, pin: pin) }) else { return }
        try await locked { try await parts.pool.run { [stores] in try stores.save(record, pin: pin) } }
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
                await parts.note(.pruned, record.revision)
            }
        }
    }

    // MARK: Refusals

    /// What has been refused and not pardoned, on disk and in memory.
    func refusals() async throws -> [Quarantined] {
        let onDisk = try await parts.pool.run { [store] in store.quarantined() }
        let all = onDisk.filter { setAside[$0.manifestHash] == nil } + setAside.values.sorted { $0.time > $1.time }
        parts.board.update { $0.quarantined = all }
        return all
    }

    /// Notes a refusal.
    /// - Parameter onDisk: Whether it outlives this process; not so where this program, not the publication, may be what has to change.
    func refuse(
        _ problem: Problem, revision: String, manifestHash: String, commit: String, isFinal: Bool, onDisk: Bool = true
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
            try await parts.pool.run { [store] in try store.refuse(entry) }
        } catch {
            setAside[manifestHash] = entry
        }
        await parts.note(.refused, revision, reason: problem.description)
        _ = try? await refusals()
    }

    /// Forgets every refusal.
    func pardon() async throws {
        setAside = [:]
        try await parts.pool.run { [store] in
            for entry in store.quarantined() { try store.pardon(entry.manifestHash) }
        }
    }
}
