import Foundation
import Hub
import SearchIndex

/// What is known of a stored snapshot, kept beside its files as `snapshot.json`. It is written when all has been verified and probed, and
/// says by which lengths and hashes the files are known again.
package struct SnapshotRecord: Sendable, Equatable, Codable {
    /// A file's length and hash.
    package struct File: Sendable, Equatable, Codable {
        package var size: Int64
        /// Lower-case hexadecimal.
        package var sha256: String
    }

    /// The folder's name under `index/`.
    package var name: String
    /// The manifest's revision.
    package var revision: String
    /// What the source called the state that it was read from.
    package var commit: String
    /// SHA-256 of the manifest: tells two publications under one revision apart.
    package var manifestHash: String
    /// The source's address.
    package var source: String
    /// The manifest's `created_at`.
    package var createdAt: String
    package var embedModel: String
    package var chunks: Int
    /// The version of the chunk store among the files; nil in records from before there was one.
    package var storeVersion: Int?
    /// When it was complete on this machine, seconds since 1970.
    package var installed: Double
    package var files: [String: File]

    static let file = "snapshot.json"

    init(name: String, manifest: Manifest, publication: Publication, source: String, installed: Date, files: [String: File]) {
        self.name = name
        revision = manifest.revision
        commit = publication.commit
        manifestHash = ArtifactName.hash(publication.manifest)
        self.source = source
        createdAt = manifest.createdAt
        embedModel = manifest.embedModel
        chunks = manifest.numChunks
        storeVersion = ChunkStoreBuilder.version
        self.installed = installed.timeIntervalSince1970
        self.files = files
    }

    /// On disk.
    package var bytes: Int64 { files.values.reduce(0) { $0 + $1.size } }

    /// Whether this program can open what is stored, or another version of it has stored it in another form.
    var isOfThisProgram: Bool { storeVersion == ChunkStoreBuilder.version }

    /// Whether a pin means this snapshot.
    package func isMeant(by reference: String) -> Bool {
        [revision, commit, name].contains(reference)
    }
}
