import Base
import Foundation
import Glibc
import SearchIndex

/// The output folder with its work folder `.work`: results kept between runs, the artifact in the making, and its change of place.
///
/// The artifact's files are written whole into `.work/next` and then moved over the old ones, the manifest last. A run that ends
/// between two moves is completed by the next run before it does anything else, so the folder never stays half old and half new.
final class WorkFolder {
    static let failureLog = "failed_files_log.json"
    private static let names = [ArtifactLayout.vectors, ArtifactLayout.meta, ArtifactLayout.manifest]

    let output: String
    private let lock: Int32

    var cache: String { output + "/.work/cache" }
    var next: String { output + "/.work/next" }
    private var ready: String { output + "/.work/ready" }
    private var digestPath: String { output + "/.work/digest" }

    /// Makes the folders, takes the lock and completes what an interrupted run left.
    /// - Throws: `Problem` when the folder cannot be written, or another run works in it.
    init(output: String) throws {
        self.output = output
        for folder in [output + "/.work/cache", output + "/.work/next"] {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw Problem.system("cannot make the output folder", at: folder, cause: error)
            }
        }
        lock = open(output + "/.work/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            if lock >= 0 { close(lock) }
            throw Problem(
                .temporary, what: "cannot write the artifact", location: output, reason: "another run is at work in this folder",
                remedy: "Wait until it has ended.")
        }
        try recover()
    }

    deinit {
        // Closing alone would not do: a worker that is just being started holds a copy of the descriptor until it is one.
        flock(lock, LOCK_UN)
        close(lock)
    }

    func cached(_ key: String) -> String { cache + "/" + key }

    /// Empties `.work/next`.
    func clearNext() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: next) { try FileManager.default.removeItem(atPath: next + "/" + name) }
    }

    /// Puts the three files of `.work/next` in the place of the old ones.
    func commit(digest: String) throws {
        try AtomicFile.write(Data(digest.utf8), to: ready)
        try recover()
    }

    /// What the artifact in the folder was made from, when a run was completed.
    var digest: String? { FileManager.default.contents(atPath: digestPath).map { String(decoding: $0, as: UTF8.self) } }

    /// Moves what `ready` says is whole. Each step may be repeated.
    private func recover() throws {
        guard let digest = FileManager.default.contents(atPath: ready) else { return }
        for name in Self.names where FileManager.default.fileExists(atPath: next + "/" + name) {
            guard rename(next + "/" + name, output + "/" + name) == 0 else {
                throw Problem.system("cannot put a file in its place", at: output + "/" + name)
            }
        }
        AtomicFile.syncFolder(of: output + "/" + ArtifactLayout.manifest)
        try AtomicFile.write(digest, to: digestPath)
        unlink(ready)
    }

    /// Removes the results that this run had no use for.
    func prune(keeping keys: Set<String>) {
        // What cannot be removed now costs space and nothing else; the next run tries again.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? [] where !keys.contains(name) {
            try? FileManager.default.removeItem(atPath: cache + "/" + name)
        }
    }
}
