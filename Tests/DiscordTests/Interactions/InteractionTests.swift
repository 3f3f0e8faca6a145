import Base
import Testing

@testable import Discord

/// What INTERACTION_CREATE tells, as Discord writes it.
struct InteractionTests {
    static func read(_ data: String) -> Interaction? {
        guard case .dispatch(.interaction(let interaction), 3) = GatewayPayload(#"{"op":0,"t":"INTERACTION_CREATE","s":3,"d":\#(data)}"#)
        else { return nil }
        return interaction
    }

    static let slash = #"""
        {"version":1,"type":2,"token":"A_UNIQUE_TOKEN","id":"786","application_id":"845","guild_id":"290","channel_id":"645",
        "guild_locale":"en-US","locale":"pt-BR","app_permissions":"442368",
        "channel":{"id":"645","type":11,"parent_id":"640","name":"thread","thread_metadata":{"archived":false}},
        "member":{"user":{"id":"53","username":"mason","global_name":"Mason"},"roles":["539"],"permissions":"2147483647","nick":null},
        "data":{"id":"771","name":"ask","type":1,"options":[{"name":"question","type":3,"value":"How?"},{"name":"private","type":5,"value":true},
        {"name":"n","type":4,"value":7},{"name":"file","type":11,"value":"99"},{"name":"bad","type":4,"value":"x"}],
        "resolved":{"attachments":{"99":{"id":"99","filename":"f","size":1,"url":"https://x/f"}}}}}
        """#

    @Test func `a slash command in a server has its options, its member and the languages`() throws {
        let interaction = try #require(Self.read(Self.slash))
        #expect(interaction.handle == InteractionHandle(id: "786", application: "845", token: Secret("A_UNIQUE_TOKEN")))
        let attachment = AttachedFile(id: "99", filename: "f", size: 1, url: "https://x/f")
        let call = CommandCall(
            path: ["ask"], options: ["question": .string("How?"), "private": .boolean(true), "n": .integer(7), "file": .id("99")],
            attachments: ["99": attachment])
        #expect(interaction.action == .command(call) && call.text("question") == "How?" && call.text("n") == nil)
        #expect(interaction.user == User(id: "53", name: "Mason") && interaction.roles == ["539"])
        #expect(interaction.guild == "290" && interaction.channel == "645" && interaction.parentChannel == "640")
        #expect(interaction.locale == "pt-BR" && interaction.guildLocale == "en-US")
        #expect(interaction.permissions.allows(.manageGuild))
    }

    @Test func `in a direct message the user stands alone and has no permissions`() throws {
        let interaction = try #require(
            Self.read(
                #"{"type":2,"token":"t","id":"1","application_id":"2","channel":{"id":"5","type":1},"user":{"id":"53","username":"mason"},"member":null,"data":{"name":"docent","options":[{"name":"admin","type":2,"options":[{"name":"status","type":1,"options":[{"name":"x","type":10,"value":1.5}]}]}]}}"#
            ))
        #expect(interaction.action == .command(CommandCall(path: ["docent", "admin", "status"], options: ["x": .number(1.5)])))
        #expect(interaction.guild == nil && interaction.channel == "5" && interaction.parentChannel == nil)
        #expect(interaction.user.id == "53" && interaction.permissions == [] && interaction.locale == nil)
    }

    @Test func `a command in a message's menu has the message with its content`() throws {
        let interaction = try #require(
            Self.read(
                #"{"type":2,"token":"t","id":"1","application_id":"2","guild_id":"3","user":{"id":"53"},"data":{"name":"Ask Docent","type":3,"target_id":"867","resolved":{"messages":{"867":{"id":"867","channel_id":"5","content":"why?","author":{"id":"8"}}}}}}"#
            ))
        guard case .command(let call) = interaction.action else { return #expect(Bool(false)) }
        #expect(call.path == ["Ask Docent"] && call.target?.content == "why?" && call.target?.author?.id == "8")
    }

    @Test func `a button has its id and its message`() throws {
        let interaction = try #require(
            Self.read(
                #"{"type":3,"token":"t","id":"1","application_id":"2","channel_id":"5","member":{"user":{"id":"53"}},"data":{"custom_id":"vote:up","component_type":2},"message":{"id":"7","channel_id":"5","content":"answer"}}"#
            ))
        #expect(interaction.action == .component(ComponentPress(customID: "vote:up", message: Message(id: "7", channelID: "5", content: "answer"))))
    }

    @Test func `kinds that are not used are told apart, and what has no token or user is unreadable`() {
        #expect(Self.read(#"{"type":1,"token":"t","id":"1","application_id":"2","user":{"id":"5"}}"#)?.action == .other(1))
        #expect(Self.read(#"{"type":4,"token":"t","id":"1","application_id":"2","user":{"id":"5"},"data":{"name":"ask"}}"#)?.action == .other(4))
        let unreadable = [
            #"{"type":2,"id":"1","application_id":"2","user":{"id":"5"},"data":{"name":"a"}}"#,
            #"{"type":2,"token":"t","id":"1","application_id":"2","data":{"name":"a"}}"#, "7",
        ]
        for data in unreadable {
            let payload = GatewayPayload(#"{"op":0,"t":"INTERACTION_CREATE","s":3,"d":\#(data)}"#)
            #expect(payload == .dispatch(.unreadable("INTERACTION_CREATE"), sequence: 3))
        }
    }

    @Test func `the token shows in nothing that is printed`() throws {
        let interaction = try #require(Self.read(Self.slash))
        var dumped = ""
        dump(interaction, to: &dumped)
        #expect(!dumped.contains("A_UNIQUE_TOKEN") && !"\(interaction)".contains("A_UNIQUE_TOKEN"))
    }

    @Test func `permissions are bits, and an administrator has all of them`() {
        #expect(Permissions.administrator.allows([.manageGuild, .manageMessages]))
        #expect(!Permissions.manageMessages.allows(.manageGuild) && Permissions([.manageGuild, .viewChannel]).allows(.manageGuild))
    }
}
