import Base
import Foundation
import Transport

/// Reads from a folder of this machine or one mounted on it. The mark and the commit are the manifest's SHA-256.
package struct FolderSource: ArtifactSource {
    private let layout: FolderLayout

    package init(path: String) {
        layout = FolderLayout(path: path)
    }

    package var address: String { "file://\(layout.path)" }

    package func look(at reference: String?, known: PublicationMark?) async throws -> Look {
        try await blocking {
            guard let manifest = try reference.map(manifest(of:)) ?? currentManifest() else {
                throw HubError.nothingPublished("there is no \(FolderLayout.manifest) in \(layout.path)")
            }
            let hash = ArtifactName.hash(manifest)
            let mark = PublicationMark(hash)
            return mark == known ? .unchanged : .found(Publication(manifest: manifest, commit: hash, mark: mark))
        }
    }

    package func fetch(
        _ file: RemoteFile, of publication: Publication, into path: String, progress: @Sendable (Int64) -> Void
    ) async throws {
        let home: String = try await blocking { try self.home(of: publication.manifest) }
        try await ArtifactDownload(file: file, path: path).run(
            open: { piece, start in try await blocking { try Self.open(piece, in: home, start: start) } }, progress: progress)
        // A job that writes the three files in place may have begun meanwhile: then the manifest has gone, or is about to change.
        guard try await blocking({ try self.home(of: publication.manifest) }) == home else {
            try await blocking { try FileManager.default.removeItem(atPath: path) }
            throw HubError.moved("\(file.name) was replaced while it was read")
        }
    }

    package func measure(_ file: RemoteFile, of publication: Publication) async throws -> Int64? {
        try await blocking {
            let home = try self.home(of: publication.manifest)
            return try Self.size(file.name, in: home)
        }
    }

    package func publications(limit: Int) async throws -> [PublicationSummary] {
        try await blocking {
            let all = try layout.kept().map(\.manifest) + [currentManifest()].compactMap(\.self)
            var seen: Set<String> = []
            let summaries = all.compactMap { manifest -> PublicationSummary? in
                let outline = ManifestOutline(manifest)
                guard let revision = outline?.revision, seen.insert(revision).inserted else { return nil }
                return PublicationSummary(reference: revision, title: revision, date: outline?.date)
            }
            return Array(summaries.sorted { ($0.date ?? "", $0.reference) > ($1.date ?? "", $1.reference) }.prefix(limit))
        }
    }

    private func currentManifest() throws(HubError) -> [UInt8]? {
        guard LocalFile.exists(layout.path) else {
            throw .settings(
                what: "the folder \(layout.path) is not there", remedy: "Create it, or put the right folder into INDEX_SOURCE.")
        }
        for top in layout.tops {
            if let manifest = try FolderLayout.manifest(in: top) { return manifest }
        }
        return nil
    }

    /// The manifest that a pin means: of that revision, or of that hash.
    private func manifest(of reference: String) throws(HubError) -> [UInt8] {
        let known = try [currentManifest()].compactMap(\.self) + layout.kept().map(\.manifest)
        let found = known.first { ManifestOutline($0)?.revision == reference } ?? known.first { ArtifactName.hash($0) == reference }
        guard let found else {
            throw .settings(
                what: "the revision \(reference) is not in \(layout.path)",
                remedy: "`docent index list` shows what can be pinned; `docent index unpin` follows what is published.")
        }
        return found
    }

    /// The folder whose manifest is exactly this one: a kept revision before the top, whose files may be about to change.
    private func home(of manifest: [UInt8]) throws(HubError) -> String {
        let kept = ManifestOutline(manifest)?.revision.map { layout.places(revision: $0, manifest: manifest) } ?? []
        for folder in kept + layout.tops where try FolderLayout.manifest(in: folder) == manifest { return folder }
        throw .moved("another manifest has taken its place")
    }

    private static func size(_ name: String, in folder: String) throws -> Int64 {
        let path = "\(folder)/\(name)"
        guard ArtifactName.isPlain(name), LocalFile.exists(path) else { throw HubError.fileMissing(name: name) }
        return try LocalFile.size(path)
    }

    /// The content's mark is where it lies and how long it is; the hash is checked at the end in any case.
    private static func open(_ piece: RemoteFile, in folder: String, start: PieceStart?) throws -> PieceStream {
        let size = try size(piece.name, in: folder)
        let path = "\(folder)/\(piece.name)"
        let modified = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        let mark = "\(path) \(size) \(modified?.timeIntervalSince1970 ?? 0)"
        let offset = start.map { $0.mark == mark && $0.offset <= size ? $0.offset : 0 } ?? 0
        let reader = FileReader(try FileHandle(forReadingFrom: URL(fileURLWithPath: path)), from: UInt64(offset))
        return PieceStream(
            mark: mark, offset: offset, size: size, digest: nil,
            bytes: HTTPBody {
                try await ArtifactDownload.pool.run { try reader.next() }
            })
    }

    private func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await ArtifactDownload.pool.disk(body)
    }
}
