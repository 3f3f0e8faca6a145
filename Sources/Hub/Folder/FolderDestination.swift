import Base
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Publishes into a folder; `FolderLayout` says how it lies there and why no reader sees half of it.
package struct FolderDestination: ArtifactDestination {
    private let layout: FolderLayout

    package init(path: String) {
        layout = FolderLayout(path: path)
    }

    package func publish(
        folder: String, signer: ManifestSigner?, progress: @escaping @Sendable (PublishProgress) -> Void
    ) async throws -> PublishedRevision {
        let (artifact, manifest) = try await blocking {
            let artifact = try LocalArtifact(folder: folder)
            return (artifact, try artifact.manifest(signer: signer))
        }
        try await blocking { [layout] in try FileManager.default.createDirectory(atPath: layout.revisions, withIntermediateDirectories: true) }
        let lock = try await FileLock.acquire(path: "\(layout.path)/.publish.lock", patience: .seconds(600), on: ArtifactDownload.pool)
        defer { lock.release() }
        let (total, staging) = (artifact.bytes * 2, "\(layout.revisions)/.\(getpid()).tmp")
        var done: Int64 = 0
        func copy(_ file: RemoteFile, from source: String, to target: String) async throws {
            try await blocking { try Self.copy(file, from: source, to: target) }
            done += file.size ?? 0
            progress(PublishProgress(file: file.name, bytesDone: done, bytesTotal: total))
        }
        let home = try await blocking { [layout] in try Self.prepare(staging, for: artifact.revision, manifest, layout) }
        if let home {
            do {
                for file in artifact.files { try await copy(file, from: folder, to: staging) }
                try await blocking {
                    try AtomicFile.write(manifest, to: "\(staging)/\(FolderLayout.manifest)")
                    guard rename(staging, home) == 0 else { throw Problem.system("cannot put a folder in its place", at: home) }
                    AtomicFile.syncFolder(of: home)
                }
            } catch {
                // A full disk gets its space back at once; what cannot be removed is removed by the next publisher.
                try? FileManager.default.removeItem(atPath: staging)
                throw error
            }
        } else {
            done = artifact.bytes
        }
        for file in artifact.files { try await copy(file, from: folder, to: layout.path) }
        try await blocking { [layout] in try AtomicFile.write(manifest, to: "\(layout.path)/\(FolderLayout.manifest)") }
        return PublishedRevision(revision: artifact.revision)
    }

    /// Removes what publishers that died have left, and makes the folder for the copies.
    /// - Returns: Where they will lie; nil when this very manifest is kept already.
    private static func prepare(_ staging: String, for revision: String, _ manifest: [UInt8], _ layout: FolderLayout) throws -> String? {
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: layout.revisions) where name.hasPrefix(".") && name.hasSuffix(".tmp") {
            try files.removeItem(atPath: "\(layout.revisions)/\(name)")
        }
        for place in layout.places(revision: revision, manifest: manifest) {
            let kept = try FolderLayout.manifest(in: place)
            if kept == manifest { return nil }
            if kept == nil, !LocalFile.exists(place) {
                try files.createDirectory(atPath: staging, withIntermediateDirectories: true)
                return place
            }
        }
        throw Problem(
            what: "cannot keep the revision", location: layout.revisions, reason: "the folder \(revision) holds something else",
            remedy: "Remove it by hand and publish again.")
    }

    /// Copies one file under a temporary name, checks it against the manifest, and renames it. A copy of its own rather than a hard link:
    /// a job that later writes the file at the top in place must not change the kept revision.
    private static func copy(_ file: RemoteFile, from source: String, to target: String) throws {
        let partial = PartialFile(path: "\(target)/\(file.name)")
        partial.discard()
        try partial.begin(piece: 0, mark: "copy", at: 0)
        do {
            try LocalFile.read("\(source)/\(file.name)") { try partial.append(Array($0)) }
            if let hash = file.sha256, try !partial.matches(.sha256(hash), from: 0) {
                throw LocalArtifact.wrongHash("\(source)/\(file.name)")
            }
            try partial.finish()
        } catch {
            partial.discard()
            throw error
        }
    }

    private func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        do {
            return try await ArtifactDownload.pool.run(body)
        } catch let problem as Problem {
            throw HubError.storage(problem)
        } catch let error as CocoaError {
            throw HubError.storage(Problem.system("cannot publish into the folder", at: layout.path, cause: error))
        }
    }
}
