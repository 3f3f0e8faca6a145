import Base
import Foundation
import Hub

/// A publication that was refused, and why.
package struct Quarantined: Sendable, Equatable, Codable {
    package var revision: String
    /// SHA-256 of its manifest: another content under the same revision is another publication.
    package var manifestHash: String
    /// What the source called the state that it was read from.
    package var commit: String
    package var reason: String
    /// When it was refused last, seconds since 1970.
    package var time: Double
    /// How many times it was tried.
    package var tries: Int
    /// When it is tried again of itself: where the manifest has no hashes, or the transfer was at fault, the content may change under the same
    /// manifest. Nil: only when asked by hand.
    package var nextTry: Double?

    /// Whether the publication, as it is found now, is left alone.
    /// - Parameters:
    ///   - commit: The state that the last look found it in; data that came after its manifest is in another.
    ///   - now: Seconds since 1970.
    func holds(at commit: String?, now: Double) -> Bool {
        guard let nextTry else { return true }
        return nextTry > now && (commit == nil || commit == self.commit)
    }
}

extension SnapshotStore {
    private var quarantine: String { "\(root)/quarantine" }

    /// What has been refused, latest first.
    package func quarantined() -> [Quarantined] {
        quarantineNames().filter { $0.hasSuffix(".json") }.compactMap { StoreFiles.read(Quarantined.self, at: "\(quarantine)/\($0)") }
            .sorted { $0.time > $1.time }
    }

    /// Every file's name, those of refusals that were not wholly written too.
    func quarantineNames() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: quarantine)) ?? []
    }

    /// Notes a refusal. The last 50 are kept.
    func refuse(_ entry: Quarantined) throws {
        try files.makeFolder(quarantine)
        try files.write(StoreFiles.bytes(entry), to: "\(quarantine)/\(entry.manifestHash.prefix(32)).json")
        for old in quarantined().dropFirst(50) { try pardon(old.manifestHash) }
    }

    /// Forgets a refusal, so that the publication is tried again.
    func pardon(_ manifestHash: String) throws {
        try files.remove("\(quarantine)/\(manifestHash.prefix(32)).json")
    }
}
