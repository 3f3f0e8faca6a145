/// What the rest of the program learns from Discord.
package enum DiscordEvent: Sendable, Equatable {
    /// Somebody asked the bot.
    case question(IncomingQuestion)
    /// Somebody addressed the bot with no text that it can see; the text is empty. It should say how to ask.
    case emptyMention(IncomingQuestion)
    /// A message that is for the bot was changed by its author.
    case edited(IncomingQuestion)
    case deleted(message: Snowflake, channel: Snowflake)
}

/// A message that is meant for the bot.
package struct IncomingQuestion: Sendable, Equatable {
    package var message: Snowflake
    package var channel: Snowflake
    /// Nil in a direct message.
    package var guild: Snowflake?
    package var author: Snowflake
    package var authorName: String
    /// Without the bot's mention; other mentions are names. Never to be logged.
    package var text: String
    /// The message that it replies to.
    package var repliesTo: Snowflake?
    /// Whether that one is the bot's own.
    package var repliesToBot: Bool

    package var isDirect: Bool { guild == nil }

    package init(
        message: Snowflake, channel: Snowflake, guild: Snowflake?, author: Snowflake, authorName: String, text: String,
        repliesTo: Snowflake? = nil, repliesToBot: Bool = false
    ) {
        self.message = message
        self.channel = channel
        self.guild = guild
        self.author = author
        self.authorName = authorName
        self.text = text
        self.repliesTo = repliesTo
        self.repliesToBot = repliesToBot
    }
}
