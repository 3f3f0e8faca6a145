import Base
import Foundation

/// How an index lies in a folder.
///
///     manifest.json faiss.index meta.json     what is current, as any job can write it and any reader read it
///     revisions/<revision>/…                  the same three files of every revision that was published with `docent publish`
///
/// A job of one's own needs only the three files at the top, or in `artifacts/`, the manifest written last. With `docent publish` the
/// manifest at the top is the one moment of change: its data already lies complete in `revisions/`, where our reader takes it from, so a
/// reader never meets a manifest with another's data. Folders in `revisions/` never change and may be removed by hand when they are
/// no longer wanted for pinning.
struct FolderLayout: Sendable {
    static let manifest = "manifest.json"
    /// What an artifact has beside its manifest.
    static let data = ["faiss.index", "meta.json"]
    /// The largest manifest accepted, in bytes.
    static let manifestLimit = 8 << 20

    let path: String

    var revisions: String { "\(path)/revisions" }

    /// Where a current manifest may lie.
    var tops: [String] { [path, "\(path)/artifacts"] }

    /// The folders in which a revision may be kept: under its own name, and, where that was taken by another manifest, with its hash.
    func places(revision: String, manifest: [UInt8]) -> [String] {
        let name = ArtifactName.folder(for: revision)
        return ["\(revisions)/\(name)", "\(revisions)/\(name)-\(ArtifactName.hash(manifest).prefix(8))"]
    }

    /// The manifest in a folder, nil when there is none.
    /// - Throws: `HubError.storage` when it is there and cannot be read.
    static func manifest(in folder: String) throws(HubError) -> [UInt8]? {
        let file = "\(folder)/\(manifest)"
        guard LocalFile.exists(file) else { return nil }
        do {
            return try LocalFile.contents(file, limit: manifestLimit)
        } catch {
            throw .storage(Problem.system("cannot read a manifest", at: file, cause: error))
        }
    }

    /// Every kept revision's folder with its manifest. Blocks.
    func kept() -> [(folder: String, manifest: [UInt8])] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: revisions)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().compactMap { name in
            let folder = "\(revisions)/\(name)"
            return (try? Self.manifest(in: folder)).flatMap { $0 }.map { (folder, $0) }
        }
    }
}
