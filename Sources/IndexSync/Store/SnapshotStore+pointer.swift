import Base
import Hub

/// What `current` says.
package struct Pointer: Sendable, Equatable {
    /// The name of the active snapshot.
    package var active: String
    /// The one that was active before, kept to go back to.
    package var previous: String?
    /// When the active one became it, seconds since 1970; nil where an earlier version has written the file.
    package var since: Double?

    package init(active: String, previous: String?, since: Double? = nil) {
        self.active = active
        self.previous = previous
        self.since = since
    }
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
        return lines.first.map { active in
            let previous = lines.count > 1 ? lines[1] : nil
            return Pointer(active: active, previous: previous == "-" ? nil : previous, since: lines.count > 2 ? Double(lines[2]) : nil)
        }
    }

    /// Makes a snapshot the active one.
    /// - Parameter now: Seconds since 1970.
    func point(to name: String, now: Double) throws {
        let old = pointer()
        guard old?.active != name else { return }
        // No snapshot is called "-": see `ArtifactName.folder`.
        try files.write(Array("\(name)\n\(old?.active ?? "-")\n\(now)\n".utf8), to: "\(root)/current")
    }

    /// Which snapshot a pin that is no revision (a tag, say) turned out to mean; known also without network.
    func resolved(_ reference: String) -> String? {
        StoreFiles.read(Resolved.self, at: "\(root)/resolved").flatMap { $0.reference == reference ? $0.snapshot : nil }
    }

    /// Forgets what a pin meant, so that a tag that is pinned again is looked up anew.
    func forgetResolved() throws { try files.remove("\(root)/resolved") }

    /// Remembers what the wanted pin means.
    func resolve(_ reference: String, to name: String) throws {
        guard resolved(reference) != name else { return }
        try files.write(StoreFiles.bytes(Resolved(reference: reference, snapshot: name)), to: "\(root)/resolved")
    }
}
