/// What the rest of the program learns from Discord.
package enum DiscordEvent: Sendable, Equatable {
    /// A session has begun; told again with each new one.
    case ready(BotIdentity)
    /// Somebody asked the bot.
    case question(IncomingQuestion)
    /// Somebody addressed the bot with no text that it can see; the text is empty. It should say how to ask.
    case emptyMention(IncomingQuestion)
    /// A person changed a message. Most are none of the bot's business: compare `message` with what was answered.
    case edited(MessageEdit)
    /// Messages are gone, one or many.
    case deleted(messages: [Snowflake], channel: Snowflake)
    /// Somebody used a command or pressed a button.
    case interaction(Interaction)
}

/// Whom the token belongs to.
package struct BotIdentity: Sendable, Equatable {
    package var user: Snowflake
    /// Commands are registered for it.
    package var application: Snowflake

    package init(user: Snowflake, application: Snowflake) {
        self.user = user
        self.application = application
    }
}

/// A message that is meant for the bot.
package struct IncomingQuestion: Sendable, Equatable {
    package var message: Snowflake
    /// The channel or thread.
    package var channel: Snowflake
    /// Where `channel` is a thread: the channel that the thread belongs to.
    package var parentChannel: Snowflake?
    /// Nil in a direct message.
    package var guild: Snowflake?
    package var author: Snowflake
    package var authorName: String
    /// The author's roles in the server.
    package var authorRoles: [Snowflake]
    /// Without the bot's mention; other mentions are names. Never to be logged.
    package var text: String
    package var attachments: [AttachedFile]
    /// The message that it replies to.
    package var repliesTo: Snowflake?
    /// Whether that one is the bot's own.
    package var repliesToBot: Bool
    /// The same as it stands, where Discord sends it along; another member's has its text only if it concerns the bot. Never to be logged.
    package var replied: QuotedMessage?
    /// The language that the server prefers, such as `es-ES`; for what is written without a word.
    package var locale: String?

    package var isDirect: Bool { guild == nil }

    package init(
        message: Snowflake, channel: Snowflake, parentChannel: Snowflake? = nil, guild: Snowflake?, author: Snowflake, authorName: String,
        authorRoles: [Snowflake] = [], text: String, attachments: [AttachedFile] = [], repliesTo: Snowflake? = nil, repliesToBot: Bool = false,
        replied: QuotedMessage? = nil, locale: String? = nil
    ) {
        self.message = message
        self.channel = channel
        self.parentChannel = parentChannel
        self.guild = guild
        self.author = author
        self.authorName = authorName
        self.authorRoles = authorRoles
        self.text = text
        self.attachments = attachments
        self.repliesTo = repliesTo
        self.repliesToBot = repliesToBot
        self.replied = replied
        self.locale = locale
    }
}

/// A message as its author changed it.
package struct MessageEdit: Sendable, Equatable {
    package var message: Snowflake
    package var channel: Snowflake
    /// The new text, readable as that of a question; nil when it is not told or not shown to the bot.
    package var text: String?
    /// The message as a question, where it now is one. Nil too when the update tells too little; `text` may be there all the same.
    package var question: IncomingQuestion?

    package init(message: Snowflake, channel: Snowflake, text: String?, question: IncomingQuestion?) {
        self.message = message
        self.channel = channel
        self.text = text
        self.question = question
    }
}
