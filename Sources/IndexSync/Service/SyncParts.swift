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
    /// Told of what is searched and voted, and asked whether to go back.
    package var trial = TrialWatch(.off)
    /// Searches for recent questions in the index that is served and in one that is to be; nil from it: there was nothing to compare.
    package var compare: (@Sendable (_ active: Opening.Index, _ new: Opening.Index) async -> Recall?)?
    /// Told of each event as it happens.
    package var tell: (@Sendable (HistoryEvent) -> Void)?
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
        objection: @escaping @Sendable (Manifest) -> Problem?, keys: ManifestKeys? = nil, holder: Holder<Opening.Index>, history: History?,
        logger: Logger
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

    /// Shows what a publication's way to disk has come to.
    func enter(_ phase: SyncPhase) {
        var isNews = false
        board.update { status in
            isNews = status.phase.name != phase.name
            status.phase = phase
        }
        if isNews { logger.debug("Index", metadata: ["phase": "\(phase.name)"]) }
    }

    /// Notes an event in the history, the status and the log. A history that cannot be written is no reason not to serve.
    /// - Parameter record: Of the snapshot that it is about, where there is one.
    func note(_ kind: HistoryEvent.Kind, _ revision: String, reason: String = "", seconds: Double = 0, of record: SnapshotRecord? = nil) async {
        let event = HistoryEvent(
            time: now(), kind: kind, revision: revision, reason: reason, seconds: seconds, bytes: record?.bytes, chunks: record?.chunks)
        var metadata: Logger.Metadata = ["event": "\(kind.rawValue)", "revision": "\(revision)"]
        if !event.reason.isEmpty { metadata["reason"] = "\(event.reason)" }
        if seconds > 0 { metadata["seconds"] = "\((seconds * 1_000).rounded() / 1_000)" }
        if let bytes = event.bytes { metadata["bytes"] = "\(bytes)" }
        logger.log(level: kind.isTrouble ? .warning : .info, "Index", metadata: metadata)
        board.update { $0.add(event) }
        tell?(event)
        guard let history else { return }
        do {
            try await pool.run { try history.add(event) }
        } catch {
            logger.warning("The history of the index cannot be written", metadata: ["reason": "\(error)"])
        }
    }
}
