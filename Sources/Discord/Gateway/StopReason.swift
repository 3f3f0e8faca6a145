/// Why the bot no longer tries to connect: only a person can help. The process goes on, so that the reason can be read.
package enum StopReason: Sendable, Hashable, CaseIterable {
    /// The API answered 401.
    case tokenRejected
    /// Close code 4004.
    case authenticationFailed
    /// Close code 4010.
    case invalidShard
    /// Close code 4011.
    case shardingRequired
    /// Close code 4012.
    case invalidVersion
    /// Close code 4013.
    case invalidIntents
    /// Close code 4014.
    case disallowedIntents
    /// The IDENTIFY payload would be larger than the gateway takes.
    case oversizedToken

    /// What is wrong.
    package var reason: String {
        switch self {
        case .tokenRejected: "Discord rejects the bot token (HTTP 401)"
        case .authenticationFailed: "Discord rejects the bot token (close code 4004)"
        case .invalidShard: "Discord rejects the shard number (close code 4010)"
        case .shardingRequired: "the bot is in too many servers for one connection (close code 4011)"
        case .invalidVersion: "Discord no longer serves this version of its gateway (close code 4012)"
        case .invalidIntents: "Discord does not know the intents asked for (close code 4013)"
        case .disallowedIntents: "the application may not use the intents asked for (close code 4014)"
        case .oversizedToken: "the bot token is too long to be one"
        }
    }

    /// What to do about it.
    package var remedy: String {
        switch self {
        case .tokenRejected, .authenticationFailed, .oversizedToken:
            "Copy the token again from the Bot page of the Discord developer portal (reset it if need be), set DISCORD_TOKEN and restart."
        case .invalidShard: "Give every process its own number below the same count, such as DISCORD_SHARDS=0/4 to 3/4, and restart."
        case .shardingRequired: "Set DISCORD_SHARDS=auto and restart."
        case .invalidVersion, .invalidIntents: "Update Docent."
        case .disallowedIntents:
            "Allow the Message Content intent on the Bot page of the Discord developer portal, or set DISCORD_MESSAGE_CONTENT=off; restart."
        }
    }
}
