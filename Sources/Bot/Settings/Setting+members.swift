/// What members of Discord servers may do.
extension Setting {
    static let discordAdmins = Setting(
        "DISCORD_ADMIN_IDS", example: "80351110224678912", "user ids of those who may use `/index pin` and its like, beside who manages a server")
    static let discordAllow = Setting(
        "DISCORD_ALLOW", inWords: "everywhere", example: "guild:1,channel:2,role:3,direct",
        "where and to whom to answer: of each kind named one must match; `direct` stands for direct messages")
    static let discordDeny = Setting(
        "DISCORD_DENY", inWords: "nowhere", example: "channel:4,role:5", "where and to whom not to answer; goes before DISCORD_ALLOW")
    static let discordThreads = Setting(
        "DISCORD_THREADS", standard: "off", example: "on",
        "`on`: each question in a channel is answered in a thread of its own, where no mention is needed")
    static let discordContent = Setting(
        "DISCORD_MESSAGE_CONTENT", standard: "off", example: "on",
        "`on`: read messages that do not mention the bot, in its threads; the Message Content intent must be allowed in Discord's portal")
    static let conversationHours = Setting(
        "CONVERSATION_HOURS", standard: "24", example: "24", "how long after its last answer a conversation is kept, 0 (not at all) to 8760")
    static let answerCacheHours = Setting(
        "ANSWER_CACHE_HOURS", standard: "0", example: "24",
        "how long the same question gets the same answer from the same index, 0 (never) to 8760")
    static let quotaUser = Setting("QUOTA_USER", standard: "0,0", example: "3,60", "questions of a user at once and in an hour; 0: any number")
    static let quotaChannel = Setting("QUOTA_CHANNEL", standard: "64,0", example: "8,600", "the same for a channel; one more waits in line")
    static let quotaGuild = Setting("QUOTA_GUILD", standard: "0,0", example: "32,2000", "the same for a server")
    static let quotaAll = Setting("QUOTA_ALL", standard: "64,0", example: "64,5000", "the same for all together")
    static let quotaWaiting = Setting("QUOTA_WAITING", standard: "50", example: "10", "how many questions may wait in a channel, 0 to 100")
    static let attachmentKilobytes = Setting(
        "ATTACHMENT_KB", standard: "64", example: "64", "how much text of attached files is read with a question, 0 to 1024")
}
