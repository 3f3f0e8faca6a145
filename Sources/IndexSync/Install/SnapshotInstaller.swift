import Base
import Foundation
import Hub
import SearchIndex

/// Brings a publication to disk as a snapshot that is known to be good: downloaded, verified, its chunk store built, and probed by a process
/// that may die of it. Whatever was served before is not touched.
struct SnapshotInstaller<Opening: SnapshotOpening>: Sendable {
    let source: any ArtifactSource
    let store: SnapshotStore
    let opening: Opening
    let probe: any SnapshotProbe
    let canaries: CanaryPolicy
    /// Why this program does not serve an index, by its manifest and the manifest's bytes: a model that it cannot run, a signature that it
    /// does not trust.
    let objection: @Sendable (Manifest, [UInt8]) -> Problem?
    let pool: BlockingPool
    let now: @Sendable () -> Date

    /// - Parameter report: Told of each phase as it begins and of the bytes that have come.
    /// - Returns: The snapshot, and what was found out about it on the way.
    /// - Throws: `Refusal` when the publication is at fault, `HubError` or `Problem` when it is not.
    func install(_ publication: Publication, report: @escaping @Sendable (SyncPhase) -> Void) async throws -> (SnapshotRecord, remark: String) {
        let address = source.address
        report(.verifying)
        let manifest = try await judged(isFinal: true) { try Verifier.manifest(publication, at: address) }
        if let problem = objection(manifest, publication.manifest) { throw Refusal(problem: problem, isFinal: true, isOwn: true) }
        let (name, folder) = try await pool.run { [store] in
            try store.sweep()
            return try store.beginPartial(publication, revision: manifest.revision)
        }
        do {
            try await download(manifest, publication, into: folder, report: report)
            // Without hashes nobody can tell a torn publication, which may become whole under the same manifest, from a bad one.
            let hasHashes = [ArtifactLayout.vectors, ArtifactLayout.meta].allSatisfy { manifest.files[$0] != nil }
            report(.building)
            let (meta, chunks) = ("\(folder)/\(ArtifactLayout.meta)", "\(folder)/\(ArtifactLayout.chunks)")
            try await judged(isFinal: hasHashes) { [opening] in
                let count = try opening.build(meta: meta, store: chunks)
                try Verifier.counts(chunks: count, of: manifest, at: address)
            }
            report(.probing)
            try await judged(isFinal: hasHashes) { [probe] in try await probe.check(folder) }
            report(.asking)
            let examiner = Examiner(policy: canaries, probe: probe)
            let remark = try await judged(isFinal: hasHashes) { [opening, pool] in
                try await examiner.examine(manifest, in: folder) { try await pool.run { try opening.dimension(manifest, in: folder) } }
            }
            report(.verifying)
            let record = try await pool.run { [self] in
                let files = try Self.facts(in: folder)
                let record = SnapshotRecord(name: name, manifest: manifest, publication: publication, source: address, installed: now(), files: files)
                try store.files.remove(meta)
                try store.finishPartial(record)
                return record
            }
            return (record, remark ?? "")
        } catch let refusal as Refusal {
            try await pool.run { [store] in try store.discardPartial(name) }
            throw refusal
        }
    }

    private func download(
        _ manifest: Manifest, _ publication: Publication, into folder: String, report: @escaping @Sendable (SyncPhase) -> Void
    ) async throws {
        var files = [ArtifactLayout.vectors, ArtifactLayout.meta].map { manifest.remoteFile($0) }
        do {
            for index in files.indices where files[index].size == nil && files[index].parts.isEmpty {
                files[index].size = try await source.measure(files[index], of: publication)
            }
            // No disk holds so much; more of it could not be added up.
            let sizes = files.map { min($0.size ?? 0, 1 << 50) }
            try await requireSpace(vectors: sizes[0], meta: sizes[1], in: folder)
            let total = sizes.reduce(0, +)
            var before: Int64 = 0
            for (file, size) in zip(files, sizes) {
                report(.downloading(file: file.name, done: before, total: total))
                let base = before
                try await source.fetch(file, of: publication, into: "\(folder)/\(file.name)") { done in
                    report(.downloading(file: file.name, done: base + done, total: total))
                }
                before += size
            }
        } catch let error as HubError {
            if let refusal = Refusal(error, at: source.address) { throw refusal }
            throw error
        }
    }

    /// The chunk store takes up to three times the room of the texts that it is made from, and as much as they again while it is made.
    private func requireSpace(vectors: Int64, meta: Int64, in folder: String) async throws {
        try await pool.run { [store] in
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            let there = names.reduce(Int64(0)) { $0 + ((try? LocalFile.size("\(folder)/\($1)")) ?? 0) }
            try DiskSpace.require(max(vectors + 5 * meta - there, 0), at: folder, free: try store.files.free(at: folder))
        }
    }

    /// Runs a check whose problem is the publication's fault.
    private func judged<Value: Sendable>(isFinal: Bool, _ check: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await judged(isFinal: isFinal) { [pool] in try await pool.run(check) }
    }

    private func judged<Value: Sendable>(isFinal: Bool, _ check: @escaping @Sendable () async throws -> Value) async throws -> Value {
        do {
            return try await check()
        } catch let problem as Problem where !problem.isOfTheDisk {
            throw Refusal(problem: problem, isFinal: isFinal)
        }
    }

    /// The lengths and hashes by which the snapshot's files will be known again.
    private static func facts(in folder: String) throws -> [String: SnapshotRecord.File] {
        var facts: [String: SnapshotRecord.File] = [:]
        for name in [ArtifactLayout.manifest, ArtifactLayout.vectors, ArtifactLayout.chunks] {
            let path = "\(folder)/\(name)"
            facts[name] = SnapshotRecord.File(size: try LocalFile.size(path), sha256: try ContentDigest.sha256(file: path))
        }
        return facts
    }
}

extension Manifest {
    /// A file as the source is asked for it. A revision that is a whole commit id is the commit of the data.
    func remoteFile(_ name: String) -> RemoteFile {
        let commit = ArtifactName.isCommit(revision) ? revision : nil
        let known = files[name]
        let parts = known?.parts.map { RemoteFile(name: $0.name, size: $0.size, sha256: $0.sha256, commit: commit) }
        return RemoteFile(name: name, size: known?.size, sha256: known?.sha256, parts: parts ?? [], commit: commit)
    }
}
