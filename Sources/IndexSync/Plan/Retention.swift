/// Which stored snapshots may go.
package enum Retention {
    /// The names to remove: all but the newest `keep` and those that must stay.
    /// - Parameters:
    ///   - stored: Names, newest first.
    ///   - keep: How many are kept (INDEX_KEEP), at least 1.
    ///   - needed: The active, the one before it, the pinned and those in use by other processes.
    package static func removable(stored: [String], keep: Int, needed: Set<String>) -> [String] {
        stored.dropFirst(max(keep, 1)).filter { !needed.contains($0) }
    }

    /// In which order the stored snapshots are tried at the start: the pinned one, the active, the one before it, then the newest. Those that
    /// were taken back come last: one of them is better than none.
    package static func startOrder(stored: [String], pinned: String?, pointer: Pointer?, refused: Set<String> = []) -> [String] {
        let preferred = [pinned, pointer?.active, pointer?.previous].compactMap(\.self).filter(stored.contains)
        var seen: Set<String> = []
        let order = (preferred + stored).filter { seen.insert($0).inserted }
        return order.filter { !refused.contains($0) } + order.filter(refused.contains)
    }
}
