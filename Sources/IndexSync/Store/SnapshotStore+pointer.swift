import Base
import Hub

/// What `current` says.
package struct Pointer: Sendable, Equatable {
    /// The name of the active snapshot.
    package var active: String
    /// The one that was active before, kept to go back to.
    package var previous: String?
}

extension SnapshotStore {
    private struct Resolved: Codable {
        var reference: String
        var snapshot: String
    }

    /// Which snapshot is active; nil before the first.
    package func pointer() -> Pointer? {
        guard let bytes = try? LocalFile.contents("\(root)/current", limit: 4_096) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        return lines.first.map { Pointer(active: $0, previous: lines.count > 1 ? lines[1] : nil) }
    }

    /// Makes a snapshot the active one.
    func point(to name: String) throws {
        let old = pointer()
        guard old?.active != name else { return }
        try files.write(Array("\(name)\n\(old.map { "\($0.active)\n" } ?? "")".utf8), to: "\(root)/current")
    }

    /// Which snapshot a pin that is no revision (a tag, say) turned out to mean; known also without network.
    func resolved(_ reference: String) -> String? {
        StoreFiles.read(Resolved.self, at: "\(root)/resolved").flatMap { $0.reference == reference ? $0.snapshot : nil }
    }

    /// Remembers what the wanted pin means.
    func resolve(_ reference: String, to name: String) throws {
        guard resolved(reference) != name else { return }
        try files.write(StoreFiles.bytes(Resolved(reference: reference, snapshot: name)), to: "\(root)/resolved")
    }
}
