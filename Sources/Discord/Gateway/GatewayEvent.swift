/// What a dispatch (opcode 0) tells, as far as it is used.
package enum GatewayEvent: Sendable, Equatable {
    case ready(Ready)
    case resumed
    /// A server became known or available again; not necessarily a join.
    case guild(Guild)
    /// - Parameter isUnavailable: It has an outage; otherwise the bot is no longer in it.
    case guildDeleted(Snowflake, isUnavailable: Bool)
    /// Channels or threads that are new or have changed.
    case channels([Channel], guild: Snowflake)
    case channelDeleted(Snowflake, guild: Snowflake)
    case role(Role, guild: Snowflake)
    case roleDeleted(Snowflake, guild: Snowflake)
    case messageCreated(Message)
    case messageUpdated(MessageUpdate)
    case messagesDeleted([Snowflake], channel: Snowflake)
    case interaction(Interaction)
    /// An event that is not used, or not known yet.
    case other(String)
    /// An event that is used, but not in a form that can be read.
    case unreadable(String)
}
