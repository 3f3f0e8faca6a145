package import Foundation

/// Keeps when each shard last sent an IDENTIFY for the process that comes after this one: Discord counts them by the bot, whichever process
/// sends them.
package protocol IdentifyLedger: Sendable {
    /// When, by the shard's number.
    /// - Throws: `Problem`.
    func times() async throws -> [Int: Date]

    /// A shard is about to send one.
    /// - Throws: `Problem`.
    func note(shard: Int, at time: Date) async throws
}
