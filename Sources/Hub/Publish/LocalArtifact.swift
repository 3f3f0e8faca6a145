import Base
import Foundation

/// An artifact in a local folder, about to be published: what its manifest names, all of it there.
struct LocalArtifact: Sendable {
    let folder: String
    let revision: String
    let manifest: [UInt8]
    let outline: ManifestOutline
    /// The data, without the manifest.
    let files: [RemoteFile]

    /// The data's length.
    var bytes: Int64 { files.reduce(0) { $0 + ($1.size ?? 0) } }

    /// Looks at the folder. Blocks.
    /// - Throws: `Problem` when the manifest or a file that it names is missing or has another length.
    init(folder: String) throws {
        let path = "\(folder)/\(FolderLayout.manifest)"
        manifest = try LocalFile.contents(path, limit: FolderLayout.manifestLimit)
        func refusal(_ reason: String) -> Problem {
            Problem(what: "cannot publish the artifact", location: path, reason: reason, remedy: "Make it again with `docent ingest`.")
        }
        guard let outline = ManifestOutline(manifest), let revision = outline.revision, !revision.isEmpty else {
            throw refusal("it is no JSON object with a revision")
        }
        self.folder = folder
        self.revision = revision
        self.outline = outline
        files = try outline.stored.map { file in
            guard ArtifactName.isPlain(file.name), file.name != FolderLayout.manifest else { throw refusal("it names a file \(file.name)") }
            let size = try LocalFile.size("\(folder)/\(file.name)")
            if let expected = file.size, expected != size {
                throw refusal("\(file.name) has \(size) bytes, the manifest says \(expected)")
            }
            return RemoteFile(name: file.name, size: size, sha256: file.sha256)
        }
    }

    /// The manifest as it goes out.
    /// - Parameters:
    ///   - revision: Another than its own, where the place gives one.
    ///   - parts: Into what files were divided.
    ///   - signer: Signs it; nil: it goes out as it is.
    /// - Throws: `Problem` when it was signed by somebody else and would have to be changed.
    func manifest(revision: String? = nil, parts: [String: [RemoteFile]] = [:], signer: ManifestSigner?) throws(Problem) -> [UInt8] {
        var bytes = manifest
        if !parts.isEmpty || (revision ?? self.revision) != self.revision {
            guard signer != nil || !outline.isSigned else {
                throw Problem(
                    what: "cannot publish the artifact", location: "\(folder)/\(FolderLayout.manifest)",
                    reason: "its manifest is signed, and this place needs another revision or other parts in it",
                    remedy: "Sign it as it is published, with --sign-key.")
            }
            bytes = outline.bytes(revision: revision ?? self.revision, parts: parts)
        }
        return try signer?.signed(bytes) ?? bytes
    }

    /// The data with the hash of every file, each compared with the manifest's. Blocks for as long as reading all of it takes.
    /// - Throws: `Problem` naming the file that is not what the manifest says.
    func hashed() throws -> [RemoteFile] {
        try files.map { file in
            let path = "\(folder)/\(file.name)"
            let hash = try ContentDigest.sha256(file: path)
            if let expected = file.sha256, expected != hash { throw Self.wrongHash(path) }
            return RemoteFile(name: file.name, size: file.size, sha256: hash)
        }
    }

    /// A file is not the one that the manifest was written for.
    static func wrongHash(_ path: String) -> Problem {
        Problem(
            what: "cannot publish a file", location: path, reason: "it does not have the hash that the manifest gives",
            remedy: "Make the artifact again with `docent ingest`.")
    }
}
