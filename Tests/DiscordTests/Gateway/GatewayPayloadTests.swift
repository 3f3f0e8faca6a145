import Testing

@testable import Discord

struct GatewayPayloadTests {
    @Test(
        arguments: [
            (#"{"op":10,"d":{"heartbeat_interval":41250,"_trace":[]},"s":null,"t":null}"#, .hello(interval: .milliseconds(41_250))),
            (#"{"op":10,"d":{}}"#, .hello(interval: GatewayPayload.usualInterval)),
            (#"{"op":10,"d":{"heartbeat_interval":-1}}"#, .hello(interval: GatewayPayload.usualInterval)),
            (#"{"op":10,"d":{"heartbeat_interval":1e300}}"#, .hello(interval: GatewayPayload.usualInterval)),
            (#"{"op":1,"d":null}"#, .heartbeatRequest), (#"{"op":7,"d":null}"#, .reconnect), (#"{"op":7}"#, .reconnect),
            (#"{"op":9,"d":true}"#, .invalidSession(resumable: true)), (#"{"op":9,"d":false}"#, .invalidSession(resumable: false)),
            (#"{"op":9,"d":null}"#, .invalidSession(resumable: false)), (#"{"op":11}"#, .acknowledgement),
            (#"{"op":31,"d":{}}"#, .unknown), (#"{"op":"x"}"#, .unknown), ("[]", .unknown), ("", .unknown), ("{", .unknown),
            (#"{"op":0,"t":"BRAND_NEW","s":3,"d":{"x":[1]}}"#, .dispatch(.other("BRAND_NEW"), sequence: 3)),
            (#"{"op":0,"t":null,"s":null,"d":null}"#, .dispatch(.other(""), sequence: nil)),
            (#"{"op":0,"t":"READY","s":1,"d":{"v":10}}"#, .dispatch(.unreadable("READY"), sequence: 1)),
            (#"{"op":0,"t":"RESUMED","s":2,"d":null}"#, .dispatch(.resumed, sequence: 2)),
            (
                #"{"op":0,"t":"MESSAGE_DELETE","s":2,"d":{"id":"5","channel_id":"6"}}"#,
                .dispatch(.messageDeleted("5", channel: "6"), sequence: 2)
            ),
            (
                #"{"op":0,"t":"READY","s":1,"d":{"user":{"id":"9","username":"doc","bot":true},"session_id":"abc","resume_gateway_url":null,"guilds":[{"id":"1","unavailable":true}]}}"#,
                .dispatch(.ready(Ready(user: User(id: "9", name: "doc", isBot: true), sessionID: "abc", resumeURL: nil)), sequence: 1)
            ),
            (
                #"{"op":0,"t":"GUILD_CREATE","s":4,"d":{"id":"1","roles":[{"id":"2","name":"doc","tags":{"bot_id":"9"}},{"bad":1},{"id":"3","name":null,"tags":null}],"channels":[{"id":"7","name":"help"}]}}"#,
                .dispatch(
                    .guild(
                        Guild(id: "1", roles: [Role(id: "2", name: "doc", botID: "9"), Role(id: "3")], channels: [Channel(id: "7", name: "help")])),
                    sequence: 4)
            ),
        ] as [(String, GatewayPayload)])
    func `payloads are read, and what cannot be read is ignored`(text: String, payload: GatewayPayload) {
        #expect(GatewayPayload(text) == payload)
    }

    @Test func `a message keeps what is used, whatever becomes of the rest`() {
        let text = #"""
            {"op":0,"t":"MESSAGE_CREATE","s":4,"d":{"id":"11","channel_id":12,"guild_id":"1","type":19,"content":"<@9> hi","tts":"?",
            "author":{"id":"3","username":"ana","global_name":null,"bot":null},"mentions":[{"id":"9","username":"doc","member":{}},7],
            "mention_roles":["2"],"webhook_id":null,"edited_timestamp":null,"message_reference":{"message_id":"10","type":0},
            "referenced_message":{"id":"10","author":{"id":"9"},"content":null},"message_snapshots":[{"message":{"content":"fwd"}},{}]}}
            """#
        let message = Message(
            id: "11", channelID: "12", guildID: "1", author: User(id: "3", name: "ana"), content: "<@9> hi",
            mentions: [User(id: "9", name: "doc")], mentionedRoles: ["2"], kind: .reply, repliesTo: "10", repliedAuthor: "9", forwarded: ["fwd"])
        #expect(GatewayPayload(text) == .dispatch(.messageCreated(message), sequence: 4))
    }

    @Test func `no prefix and no changed byte of a payload traps`() {
        let text = Array(#"{"op":0,"t":"MESSAGE_CREATE","s":4,"d":{"id":"11","channel_id":"12","author":{"id":"3"},"mentions":[]}}"#.utf8)
        for end in text.indices {
            _ = GatewayPayload(String(decoding: text[..<end], as: UTF8.self))
            var changed = text
            changed[end] ^= 0x15
            _ = GatewayPayload(String(decoding: changed, as: UTF8.self))
        }
    }
}
