/// Turns dispatches into events for the rest of the program, each at most once: Discord may deliver a dispatch several times.
package struct Inbox: Sendable {
    /// Enough for every message of a replay.
    static let remembered = 4_096

    /// What was taken before.
    private enum Taken: Hashable, Sendable {
        case created(Snowflake)
        /// - Parameter version: A hash of when it was edited and of its text: either may be missing, or the same twice.
        case updated(Snowflake, version: Int)
        case deleted(Snowflake)
        case interaction(Snowflake)
    }

    private var own: Snowflake?
    private var directory = GuildDirectory()
    /// The servers whose roles were asked for in this session.
    private var rolesAsked: Set<Snowflake> = []
    private var seen = RecentSet<Taken>(capacity: Inbox.remembered)

    package init() {}

    /// The server whose roles have to be learnt before a message can be understood: it mentions a role, and what tells the roles, the server's
    /// GUILD_CREATE, has not come.
    /// Asked for once in a session.
    package mutating func rolesWanted(by event: GatewayEvent) -> Snowflake? {
        guard case .messageCreated(let message) = event, let guild = message.guildID, !message.mentionedRoles.isEmpty else { return nil }
        return !directory.knowsRoles(of: guild) && rolesAsked.insert(guild).inserted ? guild : nil
    }

    /// Takes over the roles of a server.
    package mutating func learn(_ roles: [Role], of guild: Snowflake) { directory.learn(roles, of: guild) }

    /// The event for the rest of the program; nil for what is not for it or was taken before.
    package mutating func take(_ event: GatewayEvent) -> DiscordEvent? {
        directory.learn(event)
        switch event {
        case .ready(let ready):
            own = ready.user.id
            rolesAsked = []
            return .ready(BotIdentity(user: ready.user.id, application: ready.application ?? ready.user.id))
        case .messageCreated(let message):
            guard let own, seen.insert(.created(message.id)) else { return nil }
            return switch MentionReader(own: own, directory: directory).read(message) {
            case .notForUs: nil
            case .question(let question): .question(question)
            case .emptyMention(let question): .emptyMention(question)
            }
        case .messageUpdated(let update): return edited(update)
        case .messagesDeleted(let messages, let channel):
            let gone = messages.filter { seen.insert(.deleted($0)) }
            return gone.isEmpty ? nil : .deleted(messages: gone, channel: channel)
        case .interaction(let interaction):
            if case .other = interaction.action { return nil }
            return seen.insert(.interaction(interaction.handle.id)) ? .interaction(interaction) : nil
        case .resumed, .guild, .guildDeleted, .role, .roleDeleted, .channels, .channelDeleted, .other, .unreadable: return nil
        }
    }

    private mutating func edited(_ update: MessageUpdate) -> DiscordEvent? {
        guard let own, !update.isDiscordsOwn else { return nil }
        let edit = MentionReader(own: own, directory: directory).read(update)
        guard edit.text != nil || edit.question != nil else { return nil }
        var version = Hasher()
        version.combine(update.message.editedAt)
        version.combine(update.message.content)
        return seen.insert(.updated(update.message.id, version: version.finalize())) ? .edited(edit) : nil
    }
}
