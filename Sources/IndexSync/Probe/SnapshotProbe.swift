/// Finds out whether a snapshot can be opened and searched, and what it finds, without risk to this process.
package protocol SnapshotProbe: Sendable {
    /// - Parameter folder: Holds `manifest.json`, `faiss.index` and `chunks.sqlite`.
    /// - Throws: `Problem` saying how it failed; of kind `temporary` when the probe itself could not be made.
    func check(_ folder: String) async throws
    /// Has it answer the canaries on a paper.
    /// - Parameter folder: Of a snapshot that has passed `check`.
    /// - Returns: The places on the paper of those that did not find what they want.
    /// - Throws: As `check`.
    func examine(_ folder: String, _ paper: ExamPaper) async throws -> Set<Int>
}
