import Base
import Testing

@testable import Discord

struct InboxTests {
    static func ready() -> Inbox {
        var inbox = Inbox()
        _ = inbox.take(MachineDriver.ready)
        return inbox
    }

    static func asked(_ id: Snowflake = "100", _ content: String = "hi", editedAt: String? = nil, guild: Snowflake? = nil) -> Message {
        Message(id: id, channelID: "30", guildID: guild, author: User(id: "3"), content: content, editedAt: editedAt)
    }

    static func edit(_ event: DiscordEvent?) -> MessageEdit? {
        if case .edited(let edit)? = event { edit } else { nil }
    }

    @Test func `a new session tells who the bot is`() {
        var inbox = Inbox()
        let ready = Ready(user: User(id: "9", isBot: true), sessionID: "s", resumeURL: nil, application: "8")
        #expect(inbox.take(.ready(ready)) == .ready(BotIdentity(user: "9", application: "8")))
        #expect(inbox.take(.resumed) == nil)
    }

    @Test func `a message delivered twice is one question`() {
        var inbox = Self.ready()
        #expect(inbox.take(.messageCreated(Self.asked())) != nil)
        #expect(inbox.take(.messageCreated(Self.asked())) == nil)
        _ = inbox.take(MachineDriver.ready)
        #expect(inbox.take(.messageCreated(Self.asked())) == nil)
        #expect(inbox.take(.messageCreated(Self.asked("101"))) != nil)
    }

    @Test func `a question comes with the language that its server prefers`() throws {
        var inbox = Self.ready()
        let text = #"{"op":0,"t":"GUILD_CREATE","s":2,"d":{"id":"1","preferred_locale":"pt-BR","roles":[]}}"#
        guard case .dispatch(let guild, _) = GatewayPayload(text) else { return #expect(Bool(false)) }
        _ = inbox.take(guild)
        let mention = Message(id: "100", channelID: "30", guildID: "1", author: User(id: "3"), mentions: [User(id: "1")])
        guard case .emptyMention(let question)? = inbox.take(.messageCreated(mention)) else { return #expect(Bool(false)) }
        #expect(question.locale == "pt-BR")
    }

    @Test func `of a server with an outage holds what was known before`() {
        var inbox = Self.ready()
        let mention = Message(id: "100", channelID: "30", guildID: "1", author: User(id: "3"), content: "<@&5> hi", mentionedRoles: ["5"])
        _ = inbox.take(.guild(Guild(id: "1", roles: [Role(id: "5", botID: "1")])))
        _ = inbox.take(.guildDeleted("1", isUnavailable: true))
        _ = inbox.take(.guild(Guild(id: "1", isUnavailable: true)))
        #expect(inbox.rolesWanted(by: .messageCreated(mention)) == nil)
        #expect(inbox.take(.messageCreated(mention)) != nil)
    }

    @Test func `the roles of a server of which nothing was told are wanted once, before the message that mentions one`() {
        var inbox = Self.ready()
        func mention(_ id: Snowflake) -> GatewayEvent {
            .messageCreated(Message(id: id, channelID: "30", guildID: "1", author: User(id: "3"), content: "<@&5> hi", mentionedRoles: ["5"]))
        }
        #expect(inbox.rolesWanted(by: .messageCreated(Self.asked(guild: "1"))) == nil)
        #expect(inbox.rolesWanted(by: mention("100")) == "1")
        inbox.learn([Role(id: "1"), Role(id: "5", botID: "1")], of: "1")
        #expect(inbox.take(mention("100")) != nil)
        // What could not be learnt is not asked for with every message.
        var other = Self.ready()
        #expect(other.rolesWanted(by: mention("100")) == "1" && other.rolesWanted(by: mention("101")) == nil)
        _ = other.take(MachineDriver.ready)
        #expect(other.rolesWanted(by: mention("102")) == "1")
    }

    @Test func `an update is an edit only if its author made it, and once`() {
        var inbox = Self.ready()
        #expect(inbox.take(.messageUpdated(MessageUpdate(Self.asked()))) == nil)
        let update = MessageUpdate(Self.asked(editedAt: "t1"))
        #expect(Self.edit(inbox.take(.messageUpdated(update)))?.question?.text == "hi")
        #expect(inbox.take(.messageUpdated(update)) == nil)
        #expect(inbox.take(.messageUpdated(MessageUpdate(Self.asked(editedAt: "t2")))) != nil)
    }

    @Test func `what an update does not tell has not changed`() {
        var inbox = Self.ready()
        // A preview: neither the text nor a time of editing is told.
        #expect(inbox.take(.messageUpdated(MessageUpdate(Self.asked("100", ""), told: []))) == nil)
        // A text without its author cannot be known as a question, but it may be one that was answered.
        let edit = Self.edit(inbox.take(.messageUpdated(MessageUpdate(Self.asked("100", "new <@1>", guild: "1"), told: [.content]))))
        #expect(edit == MessageEdit(message: "100", channel: "30", text: "new", question: nil))
        // The mention was taken out: the text is no longer shown.
        #expect(inbox.take(.messageUpdated(MessageUpdate(Self.asked("100", "", editedAt: "t", guild: "1")))) == nil)
        // The mention was put in.
        let now = Self.edit(inbox.take(.messageUpdated(MessageUpdate(Self.asked("101", "<@1> so?", editedAt: "t", guild: "1")))))
        #expect(now?.question?.text == "so?")
    }

    @Test func `the bot's own edits and those of other bots are nobody's`() {
        var inbox = Self.ready()
        for author in [User(id: "1"), User(id: "5", isBot: true)] {
            let message = Message(id: "100", channelID: "30", author: author, content: "<@1> x", editedAt: "t")
            #expect(inbox.take(.messageUpdated(MessageUpdate(message))) == nil)
        }
    }

    @Test func `a deletion is told once, of one message or of many`() {
        var inbox = Self.ready()
        #expect(inbox.take(.messagesDeleted(["100"], channel: "30")) == .deleted(messages: ["100"], channel: "30"))
        #expect(inbox.take(.messagesDeleted(["100"], channel: "30")) == nil)
        #expect(inbox.take(.messagesDeleted(["99", "100", "101"], channel: "30")) == .deleted(messages: ["99", "101"], channel: "30"))
    }

    @Test func `an interaction is told once, and kinds that are not used never`() {
        var inbox = Self.ready()
        func pressed(_ id: Snowflake, _ action: Interaction.Action) -> Interaction {
            Interaction(handle: InteractionHandle(id: id, application: "8", token: Secret("t")), action: action, user: User(id: "3"))
        }
        let press = pressed("5", .component(ComponentPress(customID: "x")))
        #expect(inbox.take(.interaction(press)) == .interaction(press))
        #expect(inbox.take(.interaction(press)) == nil)
        #expect(inbox.take(.interaction(pressed("6", .other(1)))) == nil)
    }

    @Test func `what is remembered is bounded, and the oldest goes first`() {
        var set = RecentSet<Int>(capacity: 3)
        let results = [0, 1, 2, 3, 0, 3].map { set.insert($0) }
        #expect(results == [true, true, true, true, true, false])
    }
}
