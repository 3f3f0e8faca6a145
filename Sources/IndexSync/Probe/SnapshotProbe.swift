/// Finds out whether a snapshot can be opened and searched, without risk to this process.
package protocol SnapshotProbe: Sendable {
    /// - Parameter folder: Holds `manifest.json`, `faiss.index` and `chunks.sqlite`.
    /// - Throws: `Problem` saying how it failed; of kind `temporary` when the probe itself could not be made.
    func check(_ folder: String) async throws
}
