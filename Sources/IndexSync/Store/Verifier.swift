import Base
import Foundation
import Hub
import SearchIndex

/// Checks that need no index to be opened.
enum Verifier {
    /// Checks a stored snapshot against its record: every file there, of its length and its hash. Blocks.
    /// - Throws: `Problem` naming the first file that is not as it was.
    static func check(_ record: SnapshotRecord, in folder: String) throws {
        for (name, file) in record.files.sorted(by: { $0.key < $1.key }) {
            let path = "\(folder)/\(name)"
            guard try LocalFile.size(path) == file.size, try ContentDigest.sha256(file: path) == file.sha256 else {
                throw Problem(
                    what: "a stored index is damaged", location: path, reason: "its content is not what was verified when it was stored",
                    remedy: "It is fetched again from the source; check the disk if it happens again.")
            }
        }
    }

    /// Reads a manifest and checks what it says of itself.
    /// - Throws: `Problem` when a required key is missing, the format is newer than this program, or a name in it is no file name.
    static func manifest(_ publication: Publication, at address: String) throws -> Manifest {
        let manifest = try Manifest(json: Data(publication.manifest), location: "\(address), manifest.json")
        func refusal(_ reason: String, _ remedy: String) -> Problem {
            Problem(what: "the published index cannot be used", location: "\(address), manifest.json", reason: reason, remedy: remedy)
        }
        if let schema = manifest.schema, schema > 1 {
            throw refusal("its schema is \(schema), this program knows 1", "Update the bot, or publish the index with schema 1.")
        }
        guard manifest.numChunks > 0 else {
            throw refusal("it has no chunks", "Check that the documents' folder was not empty when the index was made.")
        }
        let names = manifest.files.flatMap { [$0.key] + $0.value.parts.map(\.name) }
        if let name = names.first(where: { !ArtifactName.isPlain($0) }) {
            throw refusal("\"\(name)\" is no plain file name", "Publish the index again with `docent publish`.")
        }
        return manifest
    }

    /// Why a manifest is not to be trusted with these keys: not signed by one of them, or signed without the hashes that bind the data to it.
    static func objection(of keys: ManifestKeys, to bytes: [UInt8], _ manifest: Manifest, at address: String) -> Problem? {
        if let problem = keys.objection(to: bytes, at: address) { return problem }
        guard let name = [ArtifactLayout.vectors, ArtifactLayout.meta].first(where: { manifest.files[$0] == nil }) else { return nil }
        return Problem(
            what: "the index's signature does not vouch for its data", location: "\(address), manifest.json",
            reason: "the manifest gives no hash of \(name)", remedy: "Publish it with `docent publish --sign-key FILE`.")
    }

    /// Compares what came with what the manifest says.
    /// - Throws: `Problem` when the numbers differ.
    static func counts(chunks: Int, of manifest: Manifest, at address: String) throws {
        guard chunks == manifest.numChunks else {
            throw Problem(
                what: "the published index does not fit together", location: "\(address), meta.json",
                reason: "it has \(chunks) chunks, the manifest says \(manifest.numChunks)",
                remedy: "Publish the three files of one run together, manifest.json last.")
        }
    }
}
