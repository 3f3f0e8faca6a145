import Base
import Synchronization

/// Threads on messages.
extension StandInDiscord {
    func openThread(_ request: StandInRequest, on message: String, in channel: String) -> Answer {
        let name = decode(request)?["name"]?.stringValue ?? ""
        if !(1...100).contains(name.count) { violate("api: a thread's name of \(name.count)") }
        guard state.withLock({ $0.written[message] != nil }) else { return Self.unknownMessage }
        let isNew = state.withLock { $0.threads.insert(message).inserted }
        guard isNew else { return (400, ["message": "A thread has already been created for this message", "code": 160_004]) }
        let thread = Self.thread(message, name, on: channel, by: Self.botID)
        dispatch("THREAD_CREATE", .object(thread))
        return (201, .object(thread))
    }

    /// Somebody opens a thread.
    package func openThread(_ id: String, on channel: String = channelID, by owner: String) {
        dispatch("THREAD_CREATE", .object(Self.thread(id, "talk", on: channel, by: owner)))
    }

    private static func thread(_ id: String, _ name: String, on channel: String, by owner: String) -> [String: JSONValue] {
        [
            "id": .string(id), "type": 11, "name": .string(name), "guild_id": .string(guildID), "parent_id": .string(channel),
            "owner_id": .string(owner), "newly_created": true,
            "thread_metadata": ["archived": false, "auto_archive_duration": 1_440, "locked": false, "archive_timestamp": .string(timestamp())],
        ]
    }
}
