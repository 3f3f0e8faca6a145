import Base
package import Foundation

extension Manifest {
    /// Reads a manifest. Unknown keys are ignored.
    /// - Throws: `Problem` naming every required key that is missing and every key of the wrong kind.
    package init(json: Data, location: String) throws {
        func problem(_ reason: String) -> Problem {
            Problem(
                what: "cannot read the manifest", location: location, reason: reason,
                remedy: "Publish the index again with a manifest that has at least revision, created_at, embed_model and num_chunks.")
        }
        let value: JSONValue
        do {
            value = try JSONDecoder().decode(JSONValue.self, from: json)
        } catch {
            throw problem("it is not JSON")
        }
        guard case .object(let members) = value else { throw problem("it is not a JSON object") }
        var reader = ManifestReader(members)
        let manifest = reader.manifest()
        guard reader.complaints.isEmpty else { throw problem(reader.complaints.joined(separator: "; ")) }
        self = manifest
    }

    /// The manifest as JSON, keys in a fixed order.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(JSONValue.object(members))
        data.append(UInt8(ascii: "\n"))
        return data
    }

    private var members: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "schema": .integer(Int64(schema ?? 1)), "revision": .string(revision), "created_at": .string(createdAt),
            "embed_model": .string(embedModel), "num_chunks": .integer(Int64(numChunks)),
        ]
        members["dimension"] = dimension.map { .integer(Int64($0)) }
        members["metric"] = metric.map { .string($0.rawValue) }
        members["normalized"] = normalized.map { .bool($0) }
        members["documents"] = documents.map { .integer(Int64($0)) }
        members["generator"] = generator.map { .string($0) }
        members["chunking"] = chunking
        if !files.isEmpty { members["files"] = .object(files.mapValues(\.json)) }
        if !canaries.isEmpty { members["canaries"] = .array(canaries.map(\.json)) }
        return members
    }
}

extension Manifest.File {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = ["size": .integer(size), "sha256": .string(sha256)]
        if !parts.isEmpty {
            members["parts"] = .array(
                parts.map { .object(["name": .string($0.name), "size": .integer($0.size), "sha256": .string($0.sha256)]) })
        }
        return .object(members)
    }
}
