import Base
import Foundation
import Testing

@testable import Discord

@Suite struct ThreadTests {
    private func reading(in channel: Snowflake, _ directory: GuildDirectory) -> MentionReader.Reading {
        let message = Message(id: "1", channelID: channel, guildID: "100", author: User(id: "42", name: "Ana"), content: "and in 2022?")
        return MentionReader(own: "9000", directory: directory).read(message)
    }

    @Test func `in a thread that the bot opened no mention is needed, in another one it is`() throws {
        var directory = GuildDirectory()
        let thread = #"{"id": "500", "type": 11, "name": "q", "parent_id": "300", "owner_id": "9000"}"#
        let other = #"{"id": "501", "type": 11, "name": "q", "parent_id": "300", "owner_id": "42"}"#
        let channels = try [thread, other].map { try JSONDecoder().decode(Channel.self, from: Data($0.utf8)) }
        #expect(reading(in: "500", directory) == .notForUs)
        directory.learn(.channels(channels, guild: "100"))
        guard case .question(let question) = reading(in: "500", directory) else {
            Issue.record("it is no question")
            return
        }
        #expect(question.text == "and in 2022?" && question.parentChannel == "300")
        #expect(reading(in: "501", directory) == .notForUs)
        directory.learn(.channelDeleted("500", guild: "100"))
        #expect(reading(in: "500", directory) == .notForUs)
    }

    @Test func `the privileged intent is asked for only where it is wanted`() {
        #expect(Intents.used & Intents.messageContent == 0)
        let command = GatewayCommand.identify(token: Secret("t"), intents: Intents.used | Intents.messageContent, shard: .only)
        #expect(command.encoded().contains(#""intents":\#(Intents.used + 32_768)"#))
    }
}
