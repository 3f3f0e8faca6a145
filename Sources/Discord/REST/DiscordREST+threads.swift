import Base
import HTTPTypes

/// Opens threads; tests script another.
package protocol DiscordThreading: Sendable {
    /// Opens a thread on a message. It has the message's id, and one that is there already will do.
    /// - Parameter name: At most 100 characters.
    /// - Throws: `DiscordError` or `CancellationError`.
    func openThread(on message: Snowflake, in channel: Snowflake, named name: String) async throws
}

extension DiscordREST: DiscordThreading {
    /// "A thread has already been created for this message".
    private static let isThere = 160_004
    /// A day, in minutes, after which Discord puts a quiet thread away.
    private static let quiet: Int64 = 1_440

    package func openThread(on message: Snowflake, in channel: Snowflake, named name: String) async throws {
        let call = Call(
            .post, "/channels/\(channel)/messages/\(message)/threads", "/channels/:id/messages/:id/threads", major: channel,
            body: ["name": .string(name), "auto_archive_duration": .integer(Self.quiet)])
        do {
            _ = try await perform(call)
        } catch let error as DiscordError where error.code == Self.isThere {
            // A first try was carried out, or somebody was faster.
        }
    }
}
