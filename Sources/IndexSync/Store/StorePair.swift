import Base
import Foundation
import Hub

/// The store that indexes are opened from, and the bucket that keeps copies of it where LOCAL_STORAGE_DIR is mounted over the network.
///
/// A bucket is written once and in order, its pointer last, and nothing is opened from there: what is wanted of it is first copied to the
/// local store and verified. All calls block.
struct StorePair: Sendable {
    /// On a disk of this machine.
    let local: SnapshotStore
    /// Nil where LOCAL_STORAGE_DIR itself is on such a disk.
    let bucket: SnapshotStore?

    init(_ configuration: SyncConfiguration, isLocal: Bool, files: any FileOperations = LocalFiles()) {
        let kept = SnapshotStore(root: "\(configuration.storage)/index", files: files)
        local = isLocal ? kept : SnapshotStore(root: "\(configuration.scratch)/index", files: files)
        bucket = isLocal ? nil : kept
    }

    /// Every whole snapshot, newest first.
    func snapshots() -> [SnapshotRecord] {
        let here = local.snapshots()
        let names = Set(here.map(\.name))
        let there = bucket?.snapshots().filter { !names.contains($0.name) } ?? []
        return (here + there).sorted { ($0.installed, $0.name) > ($1.installed, $1.name) }
    }

    func pointer() -> Pointer? { local.pointer() ?? bucket?.pointer() }

    func resolved(_ reference: String) -> String? { local.resolved(reference) ?? bucket?.resolved(reference) }

    /// The snapshots that a pin means.
    func meant(by pin: Pin) -> [SnapshotRecord] {
        let resolved = resolved(pin.reference)
        return snapshots().filter { $0.isMeant(by: pin.reference) || $0.name == resolved }
    }

    /// Makes sure that a snapshot is on the local disk.
    /// - Throws: `Problem` when it cannot be copied or is not what its record says.
    func bring(_ name: String) throws {
        guard local.record(name) == nil, let bucket, let record = bucket.record(name) else { return }
        try local.files.makeFolder(local.root)
        let bytes = record.files.values.reduce(Int64(0)) { $0 + $1.size }
        try DiskSpace.require(bytes, at: local.root, free: local.files.free(at: local.root))
        try copy(record, from: bucket, to: local)
    }

    /// Whether the bucket has all that `save` would bring there.
    func isSaved(_ record: SnapshotRecord, pin: Pin?) -> Bool {
        guard let bucket else { return true }
        let meant = pin.flatMap { local.resolved($0.reference) }
        return bucket.record(record.name) != nil && bucket.pointer()?.active == record.name
            && (meant == nil || pin.map { bucket.resolved($0.reference) } == meant)
    }

    /// Copies the active snapshot to the bucket, and what the pin means; a copy that is there already costs nothing.
    /// - Parameter now: Seconds since 1970.
    func save(_ record: SnapshotRecord, pin: Pin?, now: Double) throws {
        guard let bucket else { return }
        try bucket.sweep()
        try bucket.discardPartials(but: record.name)
        if bucket.record(record.name) == nil { try copy(record, from: local, to: bucket) }
        if let pin, let resolved = local.resolved(pin.reference) { try bucket.resolve(pin.reference, to: resolved) }
        try bucket.point(to: record.name, now: now)
    }

    /// Forgets what a pin meant.
    func forgetResolved() throws {
        try local.forgetResolved()
        try bucket?.forgetResolved()
    }

    // A refusal is kept in the bucket too, for the local disk is lost with the machine.

    /// What has been refused, latest first.
    func quarantined() -> [Quarantined] {
        let here = local.quarantined()
        let known = Set(here.map(\.manifestHash))
        let there = bucket?.quarantined().filter { !known.contains($0.manifestHash) } ?? []
        return (here + there).sorted { $0.time > $1.time }
    }

    /// Notes a refusal.
    func refuse(_ entry: Quarantined) throws {
        try local.refuse(entry)
        try bucket?.refuse(entry)
    }

    /// Forgets a refusal.
    func pardon(_ manifestHash: String) throws {
        try local.pardon(manifestHash)
        try bucket?.pardon(manifestHash)
    }

    /// Removes a snapshot here and there, unless another process of this machine has it open.
    /// - Returns: Whether it is gone.
    func remove(_ name: String) throws -> Bool {
        if local.record(name) != nil {
            guard let lock = try FileLock.attempt(path: "\(local.folder(name))/\(SnapshotRecord.file)") else { return false }
            defer { lock.release() }
            try local.remove(name)
        }
        if let bucket, bucket.record(name) != nil { try bucket.remove(name) }
        return true
    }

    private func copy(_ record: SnapshotRecord, from source: SnapshotStore, to target: SnapshotStore) throws {
        let folder = target.folder("\(record.name).partial")
        try target.files.remove(folder)
        try target.files.makeFolder(folder)
        for name in record.files.keys.sorted() { try target.files.copy("\(source.folder(record.name))/\(name)", to: "\(folder)/\(name)") }
        try Verifier.check(record, in: folder)
        try target.finishPartial(record)
    }
}
