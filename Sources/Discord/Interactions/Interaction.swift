package import Base

/// Somebody used a command or pressed a button (INTERACTION_CREATE). It wants a first response within 3 s; after that its token serves
/// for 15 minutes.
package struct Interaction: Decodable, Sendable, Equatable {
    /// What was done.
    package enum Action: Sendable, Equatable {
        case command(CommandCall)
        case component(ComponentPress)
        /// A kind that is not used: a ping, autocompletion, a form.
        case other(Int)
    }

    /// What it is answered by.
    package var handle: InteractionHandle
    package var action: Action
    /// Nil in a direct message.
    package var guild: Snowflake?
    /// Nil where Discord does not tell.
    package var channel: Snowflake?
    /// The channel that it happened in, where that is a thread: the one that the thread belongs to.
    package var parentChannel: Snowflake?
    /// Who did it.
    package var user: User
    /// The user's roles in the server; empty in a direct message.
    package var roles: [Snowflake]
    /// What the user may do in the channel; nothing in a direct message.
    package var permissions: Permissions
    /// The language of the user's Discord, such as `es-ES`.
    package var locale: String?
    /// The language that the server prefers.
    package var guildLocale: String?

    package init(
        handle: InteractionHandle, action: Action, guild: Snowflake? = nil, channel: Snowflake? = nil, parentChannel: Snowflake? = nil,
        user: User, roles: [Snowflake] = [], permissions: Permissions = [], locale: String? = nil, guildLocale: String? = nil
    ) {
        self.handle = handle
        self.action = action
        self.guild = guild
        self.channel = channel
        self.parentChannel = parentChannel
        self.user = user
        self.roles = roles
        self.permissions = permissions
        self.locale = locale
        self.guildLocale = guildLocale
    }

    private enum Key: String, CodingKey {
        case type, data, member, user, channel, locale, message
        case guildID = "guild_id"
        case channelID = "channel_id"
        case guildLocale = "guild_locale"
    }

    private struct Member: Decodable {
        var user: User
        var roles: [Snowflake]?
        var permissions: Permissions?
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        handle = try InteractionHandle(from: decoder)
        action =
            switch try fields.decode(Int.self, forKey: .type) {
            case 2: .command(try fields.decode(CommandCall.self, forKey: .data))
            case 3:
                .component(
                    ComponentPress(try fields.decode(ComponentPress.Data.self, forKey: .data), message: fields.lenient(.message)))
            case let kind: .other(kind)
            }
        let channel = fields.lenient(.channel, as: Channel.self)
        guild = fields.lenient(.guildID)
        self.channel = fields.lenient(.channelID) ?? channel?.id
        parentChannel = channel?.isThread == true ? channel?.parentID : nil
        // In a server the user stands within the member, elsewhere alone.
        let member = fields.lenient(.member, as: Member.self)
        user = try member?.user ?? fields.decode(User.self, forKey: .user)
        roles = member?.roles ?? []
        permissions = member?.permissions ?? []
        locale = fields.lenient(.locale)
        guildLocale = fields.lenient(.guildLocale)
    }
}

/// What an interaction is answered by.
package struct InteractionHandle: Decodable, Sendable, Hashable {
    package var id: Snowflake
    /// The bot's application.
    package var application: Snowflake
    /// Whoever has it can answer in the bot's name, for 15 minutes.
    package var token: Secret

    package init(id: Snowflake, application: Snowflake, token: Secret) {
        self.id = id
        self.application = application
        self.token = token
    }

    private enum Key: String, CodingKey {
        case id, token
        case application = "application_id"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        id = try fields.decode(Snowflake.self, forKey: .id)
        application = try fields.decode(Snowflake.self, forKey: .application)
        token = Secret(try fields.decode(String.self, forKey: .token))
    }
}
