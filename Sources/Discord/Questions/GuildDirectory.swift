/// What is known of the servers: which roles are the bot's own, how roles and channels are called, which channel a thread belongs to, and the
/// language.
/// A resumed session repeats none of it, so it is kept from one connection to the next.
package struct GuildDirectory: Sendable, Equatable {
    private struct Entry: Sendable, Equatable {
        var roles: [Snowflake: Role] = [:]
        /// And the threads that are open.
        var channels: [Snowflake: Channel] = [:]
        var locale: String?
    }

    private var guilds: [Snowflake: Entry] = [:]

    package init() {}

    /// Learns from an event; those that teach nothing are let pass.
    package mutating func learn(_ event: GatewayEvent) {
        switch event {
        // Of one that has an outage holds what was known before.
        case .guild(let guild) where guild.isUnavailable: break
        case .guild(let guild):
            guilds[guild.id] = Entry(
                roles: Dictionary(guild.roles.map { ($0.id, $0) }) { _, last in last },
                channels: Dictionary(guild.channels.map { ($0.id, $0) }) { _, last in last }, locale: guild.locale)
        // One that is only unavailable comes back with GUILD_CREATE.
        case .guildDeleted(let guild, let isUnavailable): if !isUnavailable { guilds[guild] = nil }
        case .role(let role, let guild): guilds[guild, default: Entry()].roles[role.id] = role
        case .roleDeleted(let role, let guild): guilds[guild]?.roles[role] = nil
        case .channels(let channels, let guild):
            for channel in channels { guilds[guild, default: Entry()].channels[channel.id] = channel.isArchived ? nil : channel }
        case .channelDeleted(let channel, let guild): guilds[guild]?.channels[channel] = nil
        case .ready, .resumed, .messageCreated, .messageUpdated, .messagesDeleted, .interaction, .other, .unreadable: break
        }
    }

    /// Takes over the roles of a server of which nothing had been told.
    mutating func learn(_ roles: [Role], of guild: Snowflake) {
        guilds[guild, default: Entry()].roles = Dictionary(roles.map { ($0.id, $0) }) { _, last in last }
    }

    /// Whether the server's roles are known; every server has one.
    func knowsRoles(of guild: Snowflake) -> Bool { guilds[guild]?.roles.isEmpty == false }

    /// Whether the role is the one that Discord made for this bot.
    package func isRole(_ role: Snowflake, of bot: Snowflake, in guild: Snowflake) -> Bool {
        guilds[guild]?.roles[role]?.botID == bot
    }

    /// The channel that a thread belongs to; nil for what is no thread or not known.
    func parent(ofThread channel: Snowflake, in guild: Snowflake?) -> Snowflake? {
        let channel = guild.flatMap { guilds[$0]?.channels[channel] }
        return channel?.isThread == true ? channel?.parentID : nil
    }

    /// Whether it is a thread that this user has opened.
    func isThread(_ channel: Snowflake, of owner: Snowflake, in guild: Snowflake) -> Bool {
        guilds[guild]?.channels[channel]?.ownerID == owner
    }

    /// The language that the server prefers.
    func locale(of guild: Snowflake?) -> String? { guild.flatMap { guilds[$0]?.locale } }

    func roleName(_ role: Snowflake, in guild: Snowflake?) -> String? {
        guild.flatMap { guilds[$0]?.roles[role]?.name }
    }

    func channelName(_ channel: Snowflake, in guild: Snowflake?) -> String? {
        guild.flatMap { guilds[$0]?.channels[channel]?.name }
    }
}
