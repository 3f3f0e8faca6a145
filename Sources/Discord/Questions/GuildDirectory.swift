/// What is known of the servers: which roles are the bot's own, and how roles and channels are called. A resumed session repeats none of
/// it, so it is kept from one connection to the next.
package struct GuildDirectory: Sendable, Equatable {
    private struct Entry: Sendable, Equatable {
        var roles: [Snowflake: Role] = [:]
        var channels: [Snowflake: String] = [:]
    }

    private var guilds: [Snowflake: Entry] = [:]

    package init() {}

    /// Learns from an event; those that teach nothing are let pass.
    package mutating func learn(_ event: GatewayEvent) {
        switch event {
        case .guild(let guild):
            guilds[guild.id] = Entry(
                roles: Dictionary(guild.roles.map { ($0.id, $0) }) { _, last in last },
                channels: Dictionary(guild.channels.map { ($0.id, $0.name) }) { _, last in last })
        case .role(let role, let guild): guilds[guild, default: Entry()].roles[role.id] = role
        case .roleDeleted(let role, let guild): guilds[guild]?.roles[role] = nil
        case .ready, .resumed, .messageCreated, .messageUpdated, .messageDeleted, .other, .unreadable: break
        }
    }

    /// Whether the role is the one that Discord made for this bot.
    package func isRole(_ role: Snowflake, of bot: Snowflake, in guild: Snowflake) -> Bool {
        guilds[guild]?.roles[role]?.botID == bot
    }

    func roleName(_ role: Snowflake, in guild: Snowflake?) -> String? {
        guild.flatMap { guilds[$0]?.roles[role]?.name }
    }

    func channelName(_ channel: Snowflake, in guild: Snowflake?) -> String? {
        guild.flatMap { guilds[$0]?.channels[channel] }
    }
}
