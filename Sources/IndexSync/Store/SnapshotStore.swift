import Base
import Foundation
import Hub

/// The kept snapshots on disk.
///
///     <root>/<name>/            a whole snapshot, never changed: manifest.json faiss.index chunks.sqlite snapshot.json
///     <root>/<name>.partial/    a download in progress
///     <root>/<name>.removed/    on its way out
///     <root>/current            the active snapshot and the one before it, replaced by rename
///     <root>/resolved           which snapshot the wanted pin turned out to mean
///     <root>/quarantine/        a file for each publication that was refused
///     <root>/lock               held by the one process that changes any of this
///
/// A folder gets its plain name only when its content has been verified and probed, so whatever a killed process leaves behind is
/// either whole or told apart by its name. All calls block.
package struct SnapshotStore: Sendable {
    package let root: String
    let files: any FileOperations

    package init(root: String, files: any FileOperations = LocalFiles()) {
        self.root = root
        self.files = files
    }

    /// Where a snapshot of that name lies.
    package func folder(_ name: String) -> String { "\(root)/\(name)" }
    private func partial(_ name: String) -> String { "\(root)/\(name).partial" }

    /// Every whole snapshot, newest first.
    package func snapshots() -> [SnapshotRecord] {
        names().filter { !$0.hasSuffix(".partial") && !$0.hasSuffix(".removed") }
            .compactMap { record($0) }
            .sorted { ($0.installed, $0.name) > ($1.installed, $1.name) }
    }

    /// The record of one snapshot, nil when it is not there whole, or stored by a version of this program that stores in another form.
    package func record(_ name: String) -> SnapshotRecord? {
        written(name).flatMap { $0.isOfThisProgram ? $0 : nil }
    }

    private func written(_ name: String) -> SnapshotRecord? {
        StoreFiles.read(SnapshotRecord.self, at: "\(folder(name))/\(SnapshotRecord.file)").flatMap { $0.name == name ? $0 : nil }
    }

    // MARK: Coming

    /// The folder for a publication that is to be downloaded: what an earlier try has left of this very publication is still in it; what
    /// was begun of others is removed.
    /// - Returns: The snapshot's name and the folder.
    func beginPartial(_ publication: Publication, revision: String) throws -> (name: String, folder: String) {
        let hash = ArtifactName.hash(publication.manifest)
        let plain = ArtifactName.folder(for: revision)
        // The same revision may have been published twice with different content; both may be kept.
        let isTaken = LocalFile.exists(folder(plain))
        let name = isTaken ? "\(plain)-\(hash.prefix(8))" : plain
        let folder = partial(name)
        let note = "\(folder)/publication"
        let begun = try? LocalFile.contents(note, limit: 1_024)
        for other in names() where other.hasSuffix(".partial") && (self.folder(other) != folder || begun != Array(hash.utf8)) {
            try files.remove(self.folder(other))
        }
        try files.makeFolder(folder)
        try files.write(publication.manifest, to: "\(folder)/manifest.json")
        try files.write(Array(hash.utf8), to: note)
        return (name, folder)
    }

    /// Makes a finished download a snapshot.
    func finishPartial(_ record: SnapshotRecord) throws {
        let folder = partial(record.name)
        try files.remove("\(folder)/publication")
        try files.write(StoreFiles.bytes(record), to: "\(folder)/\(SnapshotRecord.file)")
        // A folder of that name without a record is what some other hand has left there.
        if LocalFile.exists(self.folder(record.name)) { try remove(record.name) }
        try files.rename(folder, to: self.folder(record.name))
    }

    /// Removes what was begun of all others.
    func discardPartials(but name: String) throws {
        for other in names() where other.hasSuffix(".partial") && folder(other) != partial(name) { try files.remove(folder(other)) }
    }

    /// Removes a download that will not be gone on with.
    func discardPartial(_ name: String) throws {
        try files.remove(partial(name))
    }

    // MARK: Going

    /// Removes a snapshot: first its name in one step, then its files.
    func remove(_ name: String) throws {
        let doomed = "\(root)/\(name).removed"
        try files.remove(doomed)
        try files.rename(folder(name), to: doomed)
        try files.remove(doomed)
    }

    /// Removes what processes that were killed have left half removed or half written, and what other versions of this program have stored,
    /// unless one of them still has it open.
    func sweep() throws {
        for name in names() where written(name).map({ !$0.isOfThisProgram }) ?? false {
            guard let lock = try FileLock.attempt(path: "\(folder(name))/\(SnapshotRecord.file)") else { continue }
            defer { lock.release() }
            try remove(name)
        }
        for name in names() where name.hasSuffix(".removed") { try files.remove(folder(name)) }
        // A temporary file that is young may be another process's, on its way to its name.
        for name in names() + quarantineNames().map({ "quarantine/\($0)" }) where name.hasSuffix(".tmp") {
            let age = (try? FileManager.default.attributesOfItem(atPath: folder(name))[.modificationDate] as? Date)?.timeIntervalSinceNow
            if let age, age < -3_600 { try files.remove(folder(name)) }
        }
    }

    private func names() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted()
    }
}
