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
            webhookID: webhook, repliesTo: repliesTo, repliedAuthor: repliedAuthor, forwarded: forwarded)
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
        directory.learn(.roleDeleted("20", guild: "1"))
        #expect(!directory.isRole("20", of: "9", in: "1"))
    }
}

struct InboxTests {
    static func ready() -> Inbox {
        var inbox = Inbox()
        _ = inbox.take(MachineDriver.ready)
        return inbox
    }

    static func asked(_ id: Snowflake = "100", editedAt: String? = nil) -> Message {
        Message(id: id, channelID: "30", author: User(id: "3"), content: "hi", editedAt: editedAt)
    }

    @Test func `a message delivered twice is one question`() {
        var inbox = Self.ready()
        #expect(inbox.take(.messageCreated(Self.asked())) != nil)
        #expect(inbox.take(.messageCreated(Self.asked())) == nil)
        _ = inbox.take(MachineDriver.ready)
        #expect(inbox.take(.messageCreated(Self.asked())) == nil)
        #expect(inbox.take(.messageCreated(Self.asked("101"))) != nil)
    }

    @Test func `an update is an edit only if its author made it, and once`() {
        var inbox = Self.ready()
        #expect(inbox.take(.messageUpdated(Self.asked())) == nil)
        guard case .edited? = inbox.take(.messageUpdated(Self.asked(editedAt: "t1"))) else { return #expect(Bool(false)) }
        #expect(inbox.take(.messageUpdated(Self.asked(editedAt: "t1"))) == nil)
        #expect(inbox.take(.messageUpdated(Self.asked(editedAt: "t2"))) != nil)
    }

    @Test func `a deletion is told once`() {
        var inbox = Self.ready()
        #expect(inbox.take(.messageDeleted("100", channel: "30")) == .deleted(message: "100", channel: "30"))
        #expect(inbox.take(.messageDeleted("100", channel: "30")) == nil)
    }

    @Test func `what is remembered is bounded, and the oldest goes first`() {
        var set = RecentSet<Int>(capacity: 3)
        let results = [0, 1, 2, 3, 0, 3].map { set.insert($0) }
        #expect(results == [true, true, true, true, true, false])
    }
}
