import Base
import Foundation

/// An artifact in a local folder, about to be published: what its manifest names, all of it there.
struct LocalArtifact: Sendable {
    let revision: String
    /// As it will be published.
    var manifest: [UInt8]
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
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(manifest)), let revision = value["revision"]?.stringValue,
            !revision.isEmpty
        else { throw refusal("it is no JSON object with a revision") }
        self.revision = revision
        var described: [String: JSONValue] = [:]
        if case .object(let members) = value["files"] { described = members }
        files = try Set(described.keys).union(FolderLayout.data).sorted().flatMap { name -> [RemoteFile] in
            var parts: [JSONValue] = []
            if case .array(let list) = described[name]?["parts"] { parts = list }
            let pieces = parts.isEmpty ? [(name, described[name])] : parts.map { ($0["name"]?.stringValue ?? "", Optional($0)) }
            return try pieces.map { name, entry in
                guard ArtifactName.isPlain(name), name != FolderLayout.manifest else { throw refusal("it names a file \(name)") }
                let size = try LocalFile.size("\(folder)/\(name)")
                if let expected = entry?["size"]?.intValue, Int64(expected) != size {
                    throw refusal("\(name) has \(size) bytes, the manifest says \(expected)")
                }
                return RemoteFile(name: name, size: size, sha256: entry?["sha256"]?.stringValue)
            }
        }
    }
}
