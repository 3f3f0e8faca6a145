import Testing

@testable import Discord

struct MentionReaderTests {
    static let directory: GuildDirectory = {
        var directory = GuildDirectory()
        directory.learn(
            .guild(
                Guild(
                    id: "1",
                    roles: [Role(id: "20", name: "Docent", botID: "9"), Role(id: "21", name: "Staff"), Role(id: "22", name: "B", botID: "8")],
                    channels: [Channel(id: "30", name: "help")])))
        return directory
    }()

    static let bot = User(id: "9", name: "Docent", isBot: true)

    static func message(
        _ content: String = "", mentions: [User] = [], roles: [Snowflake] = [], guild: Snowflake? = "1", author: User? = User(id: "3", name: "Ana"),
        kind: Message.Kind = .regular, webhook: Snowflake? = nil, repliesTo: Snowflake? = nil, repliedAuthor: Snowflake? = nil,
        forwarded: [String] = []
    ) -> Message {
        Message(
            id: "100", channelID: "30", guildID: guild, author: author, content: content, mentions: mentions, mentionedRoles: roles, kind: kind,
            webhookID: webhook, repliesTo: repliesTo,
            replied: repliedAuthor.map { QuotedMessage(id: repliesTo ?? "50", author: User(id: $0)) }, forwarded: forwarded)
    }

    static func read(_ message: Message) -> MentionReader.Reading { MentionReader(own: "9", directory: directory).read(message) }

    static func text(_ message: Message) -> String? {
        if case .question(let question) = read(message) { question.text } else { nil }
    }

    @Test(arguments: [
        ("<@9> where is it?", "where is it?"), ("<@!9>where?", "where?"), ("where <@9> is it", "where is it"), ("is it here? <@9>", "is it here?"),
        ("<@9>  \n  let  x = 1", "let  x = 1"), ("<@9> ask <@3> or <@77>", "ask @Ana or @user"), ("<@9> in <#30> or <#31>", "in #help or #channel"),
        ("<@9> does <@&21> or <@&99>", "does @Staff or @role"), ("<@9> <@&20> what?", "what?"), ("<@9> <a:wave:123> </ask now:5>", ":wave: /ask now"),
        ("<@9> if a < b && c > d", "if a < b && c > d"), ("<@9> <not a token> <<@3>>", "<not a token> <@Ana>"), ("<@9> a <@", "a <@"),
    ])
    func `a mention of the bot is a question without the mention and with readable names`(content: String, text: String) {
        #expect(Self.text(Self.message(content, mentions: [Self.bot, User(id: "3", name: "Ana")])) == text)
    }

    @Test func `a mention of the bot's managed role is a mention`() {
        #expect(Self.text(Self.message("<@&20> where?", roles: ["20"])) == "where?")
        #expect(Self.read(Self.message("<@&21> <@&22> where?", roles: ["21", "22"])) == .notForUs)
    }

    @Test func `a role mention whose content is not shown is answered with how to ask`() {
        guard case .emptyMention(let question) = Self.read(Self.message("", roles: ["20"])) else { return #expect(Bool(false)) }
        #expect(question.channel == "30" && question.message == "100")
    }

    @Test func `a mention alone is answered with how to ask`() {
        guard case .emptyMention = Self.read(Self.message(" <@9> ", mentions: [Self.bot])) else { return #expect(Bool(false)) }
    }

    @Test func `a reply to a message of the bot is a question, one to another's is not`() {
        let reply = Self.message("and then?", kind: .reply, repliesTo: "50", repliedAuthor: "9")
        guard case .question(let question) = Self.read(reply) else { return #expect(Bool(false)) }
        #expect(question.repliesTo == "50" && question.repliesToBot && question.text == "and then?")
        #expect(Self.read(Self.message("and then?", kind: .reply, repliesTo: "50", repliedAuthor: "3")) == .notForUs)
    }

    @Test func `a question brings its files, its author's roles, what it replies to, and the channel of its thread`() {
        var directory = Self.directory
        directory.learn(.channels([Channel(id: "31", name: "a thread", parentID: "30", isThread: true)], guild: "1"))
        let file = AttachedFile(id: "5", filename: "log.txt", size: 3, url: "https://cdn.example/log.txt")
        var message = Self.message("<@9> what is <#31>?", mentions: [Self.bot], repliesTo: "50", repliedAuthor: "3")
        (message.channelID, message.attachments, message.authorRoles) = ("31", [file], ["21"])
        guard case .question(let question) = MentionReader(own: "9", directory: directory).read(message) else { return #expect(Bool(false)) }
        #expect(question.channel == "31" && question.parentChannel == "30" && question.text == "what is #a thread?")
        #expect(question.attachments == [file] && question.authorRoles == ["21"])
        #expect(question.replied?.author?.id == "3" && !question.repliesToBot)
        directory.learn(.channels([Channel(id: "31", name: "a thread", parentID: "30", isThread: true, isArchived: true)], guild: "1"))
        #expect(directory.parent(ofThread: "31", in: "1") == nil && directory.parent(ofThread: "30", in: "1") == nil)
    }

    @Test func `a direct message is a question, also a forward`() {
        #expect(Self.text(Self.message("where?", guild: nil)) == "where?")
        #expect(Self.text(Self.message("", guild: nil, forwarded: ["one", "two"])) == "one\n\ntwo")
    }

    @Test func `other talk, bots, webhooks, the bot itself and notices are not for it`() {
        let content = "<@9> hi"
        #expect(Self.read(Self.message("hi")) == .notForUs)
        #expect(Self.read(Self.message("@everyone hi")) == .notForUs)
        #expect(Self.read(Self.message(content, mentions: [Self.bot], author: User(id: "5", isBot: true))) == .notForUs)
        #expect(Self.read(Self.message(content, mentions: [Self.bot], author: User(id: "9"))) == .notForUs)
        #expect(Self.read(Self.message(content, mentions: [Self.bot], author: nil)) == .notForUs)
        #expect(Self.read(Self.message(content, mentions: [Self.bot], webhook: "6")) == .notForUs)
        #expect(Self.read(Self.message(content, mentions: [Self.bot], kind: .other(7))) == .notForUs)
    }

    @Test func `roles are learnt, changed and forgotten, and a resumed session knows them still`() {
        var directory = GuildDirectory()
        directory.learn(.role(Role(id: "20", botID: "9"), guild: "1"))
        directory.learn(.resumed)
        #expect(directory.isRole("20", of: "9", in: "1") && !directory.isRole("20", of: "9", in: "2"))
        directory.learn(.guildDeleted("1", isUnavailable: true))
        #expect(directory.isRole("20", of: "9", in: "1"))
        directory.learn(.roleDeleted("20", guild: "1"))
        #expect(!directory.isRole("20", of: "9", in: "1"))
        directory.learn(.role(Role(id: "20", botID: "9"), guild: "1"))
        directory.learn(.guildDeleted("1", isUnavailable: false))
        #expect(!directory.isRole("20", of: "9", in: "1"))
    }
}
