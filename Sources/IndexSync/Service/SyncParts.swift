package import Base
package import Foundation
package import Hub
package import Logging
package import SearchIndex

/// What synchronizing is put together from; tests replace what they need to.
package struct SyncParts<Opening: SnapshotOpening>: Sendable {
    package var configuration: SyncConfiguration
    package var source: any ArtifactSource
    package var opening: Opening
    package var probe: any SnapshotProbe
    /// Why a manifest's model cannot be run here; nil when it can.
    package var objection: @Sendable (Manifest) -> Problem?
    /// Who must have signed what is served; nil: anybody's is.
    package var keys: ManifestKeys?
    package var holder: Holder<Opening.Index>
    package var history: History?
    package var files: any FileOperations = LocalFiles()
    /// Whether a folder is on a disk of this machine.
    package var isLocal: @Sendable (String) -> Bool = DiskSpace.isLocal
    package var clock: any Clock<Duration> = ContinuousClock()
    package var now: @Sendable () -> Date = { Date() }
    package var jitter: @Sendable () -> Double = { .random(in: 0...1) }
    package var logger: Logger
    package let board: StatusBoard
    let pool = BlockingPool(label: "docent.sync", width: 2)

    package init(
        configuration: SyncConfiguration, source: any ArtifactSource, opening: Opening, probe: any SnapshotProbe,
        objection: @escaping @Sendable (Manifest) -> Problem?, keys: ManifestKeys? = nil, holder: Holder<Opening.Index>, history: History?, logger: Logger
    ) {
        self.configuration = configuration
        self.source = source
        self.opening = opening
        self.probe = probe
        self.objection = objection
        self.keys = keys
        self.holder = holder
        self.history = history
        self.logger = logger
        board = StatusBoard(source: source.address)
    }

    /// Why this program, as it is and is set up now, does not serve an index, whatever its files are like; nil when it does.
    /// - Parameter bytes: The manifest as it was published.
    func refusal(of manifest: Manifest, _ bytes: [UInt8], at address: String) -> Problem? {
        keys.flatMap { Verifier.objection(of: $0, to: bytes, manifest, at: address) } ?? objection(manifest)
    }

    /// Notes an event in the history and the log. A history that cannot be written is no reason not to serve.
    func note(_ kind: HistoryEvent.Kind, _ revision: String, reason: String = "", seconds: Double = 0) async {
        var metadata: Logger.Metadata = ["event": "\(kind.rawValue)", "revision": "\(revision)"]
        if !reason.isEmpty { metadata["reason"] = "\(reason)" }
        switch kind {
        case .detected, .installed, .activated, .pruned: logger.info("Index", metadata: metadata)
        case .refused, .damaged: logger.warning("Index", metadata: metadata)
        }
        guard let history else { return }
        do {
            let event = HistoryEvent(time: now(), kind: kind, revision: revision, reason: reason, seconds: seconds)
            try await pool.run { try history.add(event) }
        } catch {
            logger.warning("The history of the index cannot be written", metadata: ["reason": "\(error)"])
        }
    }
}
