import Base
import Foundation

/// As much of a manifest as moving artifacts needs. Whether the rest makes sense is for those who know more of manifests.
struct ManifestOutline: Sendable {
    private let members: [String: JSONValue]

    /// Nil when it is no JSON object.
    init?(_ bytes: [UInt8]) {
        guard case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else { return nil }
        self.members = members
    }

    var revision: String? { members["revision"]?.stringValue }
    /// `created_at`, as it stands.
    var date: String? { members["created_at"]?.stringValue }

    /// What belongs to the artifact beside the manifest: the two files that every artifact has and all that it names, each with its parts.
    var files: [RemoteFile] {
        var described: [String: JSONValue] = [:]
        if case .object(let entries)? = members["files"] { described = entries }
        return Set(described.keys).union(FolderLayout.data).sorted().map { name in
            var parts: [JSONValue] = []
            if case .array(let list)? = described[name]?["parts"] { parts = list }
            var file = Self.file(name, described[name])
            file.parts = parts.map { Self.file($0["name"]?.stringValue ?? "", $0) }
            return file
        }
    }

    /// The names under which the artifact's data is stored.
    var stored: [RemoteFile] { files.flatMap { $0.parts.isEmpty ? [$0] : $0.parts } }

    /// Whether somebody has signed it, in whatever form.
    var isSigned: Bool { members["signature"] != nil }

    /// The manifest with another revision and with the parts into which files were divided. All other keys stay, but for a signature, which
    /// would no longer be one.
    func bytes(revision: String, parts: [String: [RemoteFile]] = [:]) -> [UInt8] {
        var members = members
        members["revision"] = .string(revision)
        members["signature"] = nil
        if !parts.isEmpty {
            var entries: [String: JSONValue] = [:]
            if case .object(let known)? = members["files"] { entries = known }
            for (name, pieces) in parts { entries[name] = Self.entry(entries[name], pieces) }
            members["files"] = .object(entries)
        }
        return Array((JSONValue.object(members).text + "\n").utf8)
    }

    private static func file(_ name: String, _ entry: JSONValue?) -> RemoteFile {
        RemoteFile(name: name, size: (entry?["size"]?.intValue).map(Int64.init), sha256: entry?["sha256"]?.stringValue?.lowercased())
    }

    private static func entry(_ known: JSONValue?, _ pieces: [RemoteFile]) -> JSONValue {
        var members: [String: JSONValue] = [:]
        if case .object(let old)? = known { members = old }
        members["parts"] = .array(
            pieces.map { .object(["name": .string($0.name), "size": .integer($0.size ?? 0), "sha256": .string($0.sha256 ?? "")]) })
        return .object(members)
    }
}
