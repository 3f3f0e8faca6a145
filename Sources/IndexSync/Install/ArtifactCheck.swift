import Base
import Foundation
import Hub
package import SearchIndex

/// Tries an artifact that lies in a folder as a bot would that found it published: hashes, counts, chunk store, probe, canaries. Nothing of it stays.
package struct ArtifactCheck<Opening: SnapshotOpening>: Sendable {
    private let opening: Opening
    private let probe: any SnapshotProbe
    private let canaries: @Sendable (Manifest) -> CanaryPolicy
    private let scratch: String
    private let pool = BlockingPool(label: "docent.check", width: 2)

    /// - Parameters:
    ///   - canaries: Which ones it is asked, by its manifest.
    ///   - scratch: A folder on a local disk with room for the artifact.
    package init(opening: Opening, probe: any SnapshotProbe, canaries: @escaping @Sendable (Manifest) -> CanaryPolicy, scratch: String) {
        self.opening = opening
        self.probe = probe
        self.canaries = canaries
        self.scratch = scratch
    }

    /// - Returns: What a bot would store.
    /// - Throws: `Problem` saying why a bot would refuse it.
    package func run(_ folder: String, report: @escaping @Sendable (SyncPhase) -> Void) async throws -> SnapshotRecord {
        let (source, place) = (FolderSource(path: folder), "\(scratch)/check-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: place) }
        do {
            guard case .found(let publication) = try await source.look(at: nil, known: nil) else {
                throw HubError.moved("another job writes to the folder")
            }
            let store = SnapshotStore(root: place)
            try await pool.run { try store.files.makeFolder(store.root) }
            // Whether this machine could embed a question for it does not matter here.
            let manifest = try Verifier.manifest(publication, at: folder)
            return try await SnapshotInstaller(
                source: source, store: store, opening: opening, probe: probe, canaries: canaries(manifest), objection: { _, _ in nil }, pool: pool,
                now: { Date() }
            ).install(publication, report: report).0
        } catch let refusal as Refusal {
            var problem = refusal.problem
            // Where it was tried is gone by now.
            if problem.location.hasPrefix(place) { problem.location = folder }
            throw problem
        } catch let error as HubError {
            throw error.problem(at: folder)
        }
    }
}
