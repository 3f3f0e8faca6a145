import IndexSync

/// What administrators do to the index from within Discord. One conformer works on this bot's own; tests script another.
protocol IndexOffice: Sendable {
    /// What is served and followed.
    func status() -> SyncStatus
    /// What can be pinned and what was refused, for people.
    /// - Throws: `Problem`, as all of these.
    func list() async throws -> String
    /// Stays at a revision.
    /// - Returns: The setting that goes before it, where there is one.
    func pin(_ reference: String) async throws -> String?
    /// Follows the newest again.
    /// - Returns: The setting that still pins, where there is one.
    func unpin() async throws -> String?
    /// Looks now for what is published.
    func sync()
}
