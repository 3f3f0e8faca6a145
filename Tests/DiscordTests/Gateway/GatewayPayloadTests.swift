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
                .dispatch(.messagesDeleted(["5"], channel: "6"), sequence: 2)
            ),
            (
                #"{"op":0,"t":"MESSAGE_DELETE_BULK","s":2,"d":{"ids":["5","7"],"channel_id":"6","guild_id":"1"}}"#,
                .dispatch(.messagesDeleted(["5", "7"], channel: "6"), sequence: 2)
            ),
            (
                #"{"op":0,"t":"GUILD_DELETE","s":2,"d":{"id":"1","unavailable":true}}"#,
                .dispatch(.guildDeleted("1", isUnavailable: true), sequence: 2)
            ),
            (
                #"{"op":0,"t":"THREAD_UPDATE","s":2,"d":{"id":"7","guild_id":"1","parent_id":"6","type":11,"name":"t","thread_metadata":{"archived":true}}}"#,
                .dispatch(.channels([Channel(id: "7", name: "t", parentID: "6", isThread: true, isArchived: true)], guild: "1"), sequence: 2)
            ),
            (
                #"{"op":0,"t":"THREAD_LIST_SYNC","s":2,"d":{"guild_id":"1","threads":[{"id":"7","name":"t","type":12},3]}}"#,
                .dispatch(.channels([Channel(id: "7", name: "t", isThread: true)], guild: "1"), sequence: 2)
            ),
            (
                #"{"op":0,"t":"THREAD_DELETE","s":2,"d":{"id":"7","guild_id":"1","parent_id":"6","type":11}}"#,
                .dispatch(.channelDeleted("7", guild: "1"), sequence: 2)
            ),
            (
                #"{"op":0,"t":"READY","s":1,"d":{"user":{"id":"9","username":"doc","bot":true},"session_id":"abc","resume_gateway_url":null,"application":{"id":"8","flags":0},"guilds":[{"id":"1","unavailable":true}]}}"#,
                .dispatch(
                    .ready(Ready(user: User(id: "9", name: "doc", isBot: true), sessionID: "abc", resumeURL: nil, application: "8")), sequence: 1)
            ),
            (
                #"{"op":0,"t":"GUILD_CREATE","s":4,"d":{"id":"1","roles":[{"id":"2","name":"doc","tags":{"bot_id":"9"}},{"bad":1},{"id":"3","name":null,"tags":null}],"channels":[{"id":"7","name":"help","type":0,"parent_id":"4"}],"threads":[{"id":"8","name":"t","type":11,"parent_id":"7"}]}}"#,
                .dispatch(
                    .guild(
                        Guild(
                            id: "1", roles: [Role(id: "2", name: "doc", botID: "9"), Role(id: "3")],
                            channels: [Channel(id: "7", name: "help", parentID: "4"), Channel(id: "8", name: "t", parentID: "7", isThread: true)])),
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
            "attachments":[{"id":"5","filename":"a.md","size":12,"content_type":"text/markdown","url":"https://x/a.md","width":null},{"id":"6"}],
            "member":{"roles":["20"],"nick":null},
            "referenced_message":{"id":"10","author":{"id":"9"},"content":null},"message_snapshots":[{"message":{"content":"fwd"}},{}]}}
            """#
        let message = Message(
            id: "11", channelID: "12", guildID: "1", author: User(id: "3", name: "ana"), content: "<@9> hi",
            mentions: [User(id: "9", name: "doc")], mentionedRoles: ["2"], kind: .reply,
            attachments: [AttachedFile(id: "5", filename: "a.md", size: 12, contentType: "text/markdown", url: "https://x/a.md")],
            authorRoles: ["20"], repliesTo: "10", replied: QuotedMessage(id: "10", author: User(id: "9")), forwarded: ["fwd"])
        #expect(GatewayPayload(text) == .dispatch(.messageCreated(message), sequence: 4))
    }

    @Test func `an update tells which fields it has, and null is not absence`() {
        func update(_ fields: String) -> MessageUpdate? {
            let payload = GatewayPayload(#"{"op":0,"t":"MESSAGE_UPDATE","s":4,"d":{"id":"11","channel_id":"12"\#(fields)}}"#)
            if case .dispatch(.messageUpdated(let update), 4) = payload { return update } else { return nil }
        }
        #expect(update(#","embeds":[]"#)?.told == [] && update("")?.isDiscordsOwn == true)
        #expect(update(#","content":"x","edited_timestamp":null"#)?.told == [.content, .editedAt])
        #expect(update(#","content":"x","edited_timestamp":null"#)?.isDiscordsOwn == true)
        #expect(update(#","content":"x""#)?.isDiscordsOwn == false)
        let edited = update(#","content":"x","edited_timestamp":"2026-01-01T00:00:00Z""#)
        #expect(edited?.isDiscordsOwn == false && edited?.message.content == "x")
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
