import Base
import Foundation
import Testing

@testable import Discord

struct ApplicationCommandTests {
    static let ask = ApplicationCommand(
        name: LocalizedText("ask", ["es-ES": "preguntar"]), description: LocalizedText("Ask the documents", ["pt-BR": "Pergunte"]),
        options: [
            CommandParameter(.string, name: "question", description: "What to ask", isRequired: true, maximumLength: 500),
            CommandParameter(
                .string, name: "scope", description: "Where", choices: [.init(LocalizedText("All", ["es-ES": "Todo"]), value: "all")]),
        ])
    static let menu = ApplicationCommand(.message, name: "Ask about this")
    static let admin = ApplicationCommand(
        name: "docent", description: "For moderators",
        options: [CommandParameter(.subcommand, name: "status", description: "How it is", options: [])], defaultPermissions: .manageGuild,
        contexts: [.guild])

    static func read(_ text: String) throws -> ApplicationCommand {
        try JSONDecoder().decode(ApplicationCommand.self, from: Data(text.utf8))
    }

    @Test(arguments: [ask, menu, admin])
    func `what is sent and read back is the same`(command: ApplicationCommand) throws {
        #expect(try Self.read(command.body.text.replacing(#""type":3"#, with: #""description":"","type":3"#)) == command)
    }

    @Test func `what Discord adds to a registered command makes no difference`() throws {
        let registered = try Self.read(
            #"""
            {"id":"1","application_id":"2","version":"3","type":1,"name":"ask","name_localizations":{"es-ES":"preguntar"},"nsfw":false,
            "description":"Ask the documents","description_localizations":{"pt-BR":"Pergunte"},"dm_permission":true,"contexts":[0,1],
            "integration_types":[0],"default_member_permissions":null,"options":[
            {"type":3,"name":"question","name_localizations":null,"description":"What to ask","description_localizations":null,"required":true,"max_length":500},
            {"type":3,"name":"scope","description":"Where","choices":[{"name":"All","name_localizations":{"es-ES":"Todo"},"value":"all"}]}]}
            """#)
        #expect(registered == Self.ask)
        #expect(ApplicationCommand.isSame([Self.ask, Self.menu], as: [Self.menu, registered]))
        var other = registered
        other.options[0].maximumLength = 100
        #expect(!ApplicationCommand.isSame([Self.ask], as: [other]) && !ApplicationCommand.isSame([Self.ask], as: []))
        #expect(!ApplicationCommand.isSame([Self.ask, Self.menu], as: [Self.ask, Self.ask]))
    }
}
