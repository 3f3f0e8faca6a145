import Base
import Foundation
import Hub
import Logging
import SearchIndex

/// Does what `SyncPlan` decides, one round at a time. It is asked by one caller only, a service or a command.
actor SyncEngine<Opening: SnapshotOpening> {
    let parts: SyncParts<Opening>
    let stores: StorePair
    var store: SnapshotStore { stores.local }
    let pinFile: PinFile
    /// The snapshot being served.
    var active: SnapshotRecord?
    /// What the last look at `reference` found, so that "unchanged" means something.
    private var seen: (reference: String?, publication: Publication)?
    /// Refusals that the disk did not take, or that are this program's own (a model that it cannot run), by manifest hash.
    var setAside: [String: Quarantined] = [:]

    /// How a round ended.
    struct Outcome: Sendable {
        /// What went wrong, nil when what is wanted is served.
        var problem: Problem?
        /// How long the source asked to wait.
        var wait: Duration?
    }

    /// No round needs more steps than look, install, activate and rest; more would be a mistake in the plan.
    private static var steps: Int { 8 }

    init(_ parts: SyncParts<Opening>) {
        self.parts = parts
        let storage = parts.configuration.storage
        stores = StorePair(parts.configuration, isLocal: parts.isLocal(storage), files: parts.files)
        pinFile = PinFile(storage: storage)
    }

    /// Brings what is served to what is wanted, as far as that is possible now.
    /// - Parameter asked: Asked by hand: what was refused is tried again.
    func round(asked: Bool) async -> Outcome {
        do {
            // Before all else, since members meet it.
            if let due = parts.trial.takeDue() { try await rollBack(due) }
            try await parts.pool.run { [store] in try store.files.makeFolder(store.root) }
            if asked { try await pardon() }
            return try await proceed()
        } catch let error as HubError {
            let wait: Duration? = if case .rateLimited(let wait) = error { wait } else { nil }
            return Outcome(problem: error.problem(at: parts.source.address), wait: wait)
        } catch let problem as Problem {
            return Outcome(problem: problem)
        } catch is CancellationError {
            return Outcome()
        } catch {
            return Outcome(
                problem: Problem(what: "cannot follow the index", location: parts.source.address, reason: "\(error)", remedy: "It is tried again."))
        }
    }

    private func proceed() async throws -> Outcome {
        let pin = try await currentPin()
        if pin == nil { try await parts.pool.run { [stores] in try stores.forgetResolved() } }
        var published = SyncPlan.Published.unknown
        var refusal: Problem?
        for _ in 0..<Self.steps {
            try Task.checkCancellation()
            let situation = try await situation(pin, published)
            switch SyncPlan.next(situation) {
            case .look(let reference): published = .manifest(hash: try await look(reference))
            case .activate(let name):
                refusal = try await locked { try await self.activate(name) } ?? refusal
            case .install: refusal = try await locked { try await self.install() } ?? refusal
            case .rest(.upToDate):
                try await prune(pin)
                try await save(pin)
                return Outcome()
            case .rest(.refused):
                let hash = seen.map { ArtifactName.hash($0.publication.manifest) }
                let old = try await refusals().first { $0.manifestHash == hash }.map(Self.problem)
                return Outcome(problem: refusal ?? old)
            }
            if let pin { try await resolve(pin) }
        }
        return Outcome(problem: refusal)
    }

    private func situation(_ pin: Pin?, _ published: SyncPlan.Published) async throws -> SyncPlan.Situation {
        let refused = try await refusals()
        let now = parts.now().timeIntervalSince1970
        let stored = try await parts.pool.run { [stores] in
            let meant = Set(pin.map { stores.meant(by: $0).map(\.name) } ?? [])
            return stores.snapshots().map { record in
                var references: Set = [record.revision, record.commit, record.name]
                if let pin, meant.contains(record.name) { references.insert(pin.reference) }
                return SyncPlan.Stored(name: record.name, manifestHash: record.manifestHash, references: references)
            }
        }
        return SyncPlan.Situation(
            wanted: pin.map { .pinned($0.reference) } ?? .newest, active: active?.name, stored: stored, published: published,
            refused: Set(refused.filter { $0.holds(at: seen?.publication.commit, now: now) }.map(\.manifestHash)))
    }

    /// Looks, and returns the hash of the manifest that is there.
    private func look(_ reference: String?) async throws -> String {
        parts.board.update { $0.phase = .looking }
        let known = seen.flatMap { $0.reference == reference ? $0.publication : nil }
        let look = try await parts.source.look(at: reference, known: known?.mark)
        parts.board.update { $0.lastLook = parts.now() }
        switch look {
        case .unchanged:
            guard let known else { throw HubError.unavailable("the source says that nothing changed, but nothing was known") }
            return ArtifactName.hash(known.manifest)
        case .found(let publication):
            seen = (reference, publication)
            return ArtifactName.hash(publication.manifest)
        }
    }

    /// Downloads what was found, unless another process has done so meanwhile.
    /// - Returns: Why it was refused, if it was.
    private func install() async throws -> Problem? {
        guard let publication = seen?.publication else { return nil }
        let hash = ArtifactName.hash(publication.manifest)
        if try await parts.pool.run({ [stores] in stores.snapshots().contains { $0.manifestHash == hash } }) { return nil }
        let revision = (try? Manifest(json: Data(publication.manifest), location: ""))?.revision ?? "unknown"
        await parts.note(.detected, revision)
        let start = parts.now()
        let installer = SnapshotInstaller(
            source: parts.source, store: store, opening: parts.opening, probe: parts.probe, canaries: parts.configuration.canaries,
            objection: { [parts] in parts.refusal(of: $0, $1, at: parts.source.address) }, pool: parts.pool, now: parts.now)
        do {
            let (record, remark) = try await installer.install(publication) { [parts] in parts.enter($0) }
            try await parts.pool.run { [stores] in try stores.pardon(hash) }
            setAside[hash] = nil
            await parts.note(.installed, record.revision, reason: remark, seconds: parts.now().timeIntervalSince(start), of: record)
            return nil
        } catch let refusal as Refusal {
            await refuse(
                refusal.problem, revision: revision, manifestHash: hash, commit: publication.commit, isFinal: refusal.isFinal,
                onDisk: !refusal.isOwn)
            return refusal.problem
        }
    }

    /// Remembers which snapshot the pin means, so that it can be served without network.
    private func resolve(_ pin: Pin) async throws {
        guard let seen, seen.reference == pin.reference else { return }
        let hash = ArtifactName.hash(seen.publication.manifest)
        try await parts.pool.run { [stores] in
            if let record = stores.snapshots().first(where: { $0.manifestHash == hash }) { try stores.local.resolve(pin.reference, to: record.name) }
        }
    }

    func currentPin() async throws -> Pin? {
        let file = try await parts.pool.run { [pinFile] in pinFile.read() }
        let pin = Pin(setting: parts.configuration.pin, file: file)
        parts.board.update { $0.pin = pin }
        return pin
    }

    /// Does work that changes the store while no other process does.
    /// - Throws: `Problem` when another one does so for too long; what `work` throws.
    func locked<Value>(_ work: () async throws -> Value) async throws -> Value {
        let lock = try await FileLock.acquire(
            path: "\(store.root)/lock", patience: parts.configuration.lockPatience, clock: parts.clock, on: parts.pool
        ) { parts.board.update { $0.phase = .waitingForLock } }
        defer { lock.release() }
        return try await work()
    }

    private static func problem(_ entry: Quarantined) -> Problem {
        Problem(
            what: "the published index was refused", location: "revision \(entry.revision)", reason: entry.reason,
            remedy: "`docent index sync` tries it again.")
    }
}
