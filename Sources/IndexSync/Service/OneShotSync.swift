package import Base
import Hub

/// Synchronizes once, for commands. It may run beside a bot on the same storage directory.
package struct OneShotSync<Opening: SnapshotOpening>: Sendable {
    private let parts: SyncParts<Opening>

    package init(_ parts: SyncParts<Opening>) {
        self.parts = parts
    }

    /// What a command has to work with.
    package struct Result: Sendable {
        package var index: Opening.Index
        package var record: SnapshotRecord
        /// Why it is not what is published last, if so.
        package var problem: Problem?
    }

    /// The index on disk; without one, or when asked for the newest, the published one is fetched first.
    /// - Parameter refresh: Looks at the source even when there is an index on disk, and tries again what was refused.
    /// - Throws: `Problem` when there is no index to work with.
    package func run(refresh: Bool) async throws -> Result {
        let engine = SyncEngine(parts)
        await engine.resume()
        var problem: Problem?
        if refresh || parts.holder.current() == nil { problem = await engine.round(asked: refresh).problem }
        try Task.checkCancellation()
        guard let index = parts.holder.current(), let record = parts.board.current.active else {
            throw problem
                ?? Problem(
                    .temporary, what: "there is no index", location: parts.source.address, reason: "none has been stored",
                    remedy: "Publish one with `docent publish`.")
        }
        return Result(index: index, record: record, problem: problem)
    }
}
