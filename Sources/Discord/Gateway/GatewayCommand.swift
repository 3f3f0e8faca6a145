package import Base
import Foundation

/// What we send to the gateway.
package enum GatewayCommand: Sendable, Equatable {
    /// Opcode 1, with the last sequence that was not null.
    case heartbeat(sequence: Int?)
    /// Opcode 2.
    case identify(token: Secret, intents: Int, shard: Shard)
    /// Opcode 6.
    case resume(token: Secret, session: String, sequence: Int)

    /// The largest payload that the gateway takes, in bytes; a larger one is answered with close code 4002.
    static let maximumSize = 4096

    /// The payload. It may hold the token: it goes to the connection and nowhere else.
    func encoded() -> String {
        let payload: JSONValue =
            switch self {
            case .heartbeat(let sequence):
                ["op": 1, "d": sequence.map { .integer(Int64($0)) } ?? .null]
            case .identify(let token, let intents, let shard):
                [
                    "op": 2,
                    "d": [
                        "token": .string(token.revealed), "intents": .integer(Int64(intents)),
                        "shard": [.integer(Int64(shard.id)), .integer(Int64(shard.count))],
                        "properties": ["os": "linux", "browser": "docent", "device": "docent"],
                    ],
                ]
            case .resume(let token, let session, let sequence):
                [
                    "op": 6,
                    "d": ["token": .string(token.revealed), "session_id": .string(session), "seq": .integer(Int64(sequence))],
                ]
            }
        return payload.text
    }
}

/// Which events are asked for. None is privileged: content arrives for messages that concern the bot, and asking for a privileged
/// intent that is not enabled is a fatal close (4014).
package enum Intents {
    static let guilds = 1 << 0
    static let guildMessages = 1 << 9
    static let directMessages = 1 << 12
    /// Privileged: asked for where Discord's portal does not allow it, the connection is refused for good (4014).
    package static let messageContent = 1 << 15
    package static let used = guilds | guildMessages | directMessages
}
