import Base
import Hub

/// What the storage directory tells without a running bot, for `docent index status` and `list`. Blocks.
package struct StoredState: Sendable {
    /// Newest first.
    package var snapshots: [SnapshotRecord]
    package var active: String?
    package var previous: String?
    package var pin: Pin?
    package var quarantined: [Quarantined]
    /// The processes that have the active snapshot open.
    package var readers: [Int32]

    package init(_ configuration: SyncConfiguration) {
        let stores = StorePair(configuration, isLocal: DiskSpace.isLocal(configuration.storage))
        let pointer = stores.pointer()
        snapshots = stores.snapshots()
        active = pointer?.active
        previous = pointer?.previous
        pin = Pin(setting: configuration.pin, file: PinFile(storage: configuration.storage).read())
        quarantined = stores.quarantined()
        readers = active.map { FileLock.holders(of: "\(stores.local.folder($0))/\(SnapshotRecord.file)") } ?? []
    }
}
