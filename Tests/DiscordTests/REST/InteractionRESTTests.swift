import Base
import HTTPTypes
import Testing
import TestSupport
import Transport

@testable import Discord

/// Interactions, commands and files over REST.
struct InteractionRESTTests {
    static let handle = InteractionHandle(id: "786", application: "845", token: Secret("TOK"))
    static let message = DiscordRESTTests.message

    @Test(
        arguments: [
            (.message(MessageDraft("hi"), isEphemeral: true), 4, 68), (.message(MessageDraft("hi")), 4, 4), (.deferredMessage(), 5, 0),
            (.deferredMessage(isEphemeral: true), 5, 64), (.deferredUpdate, 6, nil), (.update(MessageDraft("hi")), 7, 4),
            (.updateButtons([ButtonRow([Button(.press(customID: "a"), label: "A")])]), 7, nil),
        ] as [(InteractionResponse, Int, Int?)])
    func `a response has its type and flags, pings nobody, and goes without the bot's token`(
        response: InteractionResponse, type: Int, flags: Int?
    ) async throws {
        let http = ScriptedHTTP(.status(204))
        try await DiscordRESTTests.rest(http).respond(to: Self.handle, with: response)
        let request = try #require(http.requests.first)
        #expect(request.url == "http://x/api/interactions/786/TOK/callback" && request.method == .post)
        #expect(request.fields[.authorization] == nil && request.fields[.userAgent] == "DiscordBot (https://p, 1.2)")
        #expect(request.timeouts.total ?? .zero <= .seconds(3))
        let body = http.bodies[0]
        #expect(body["type"]?.intValue == type && body["data"]?["flags"]?.intValue == flags)
        if type == 4 || type == 7 { #expect(body["data"]?["allowed_mentions"] == ["parse": []]) }
        #expect(body["data"]?["nonce"] == nil)
    }

    @Test func `the original and follow-ups are edited and deleted by the token in the path`() async throws {
        let http = ScriptedHTTP(
            .status(200, Self.message), .status(200, Self.message), .status(204), .status(200, Self.message), .status(200),
            .status(404, #"{"code":10008}"#))
        let rest = DiscordRESTTests.rest(http)
        _ = try await rest.original(of: Self.handle)
        try await rest.editOriginal(of: Self.handle, to: MessageDraft("x", buttons: []))
        try await rest.deleteOriginal(of: Self.handle)
        #expect(try await rest.followUp(MessageDraft("more"), isEphemeral: true, to: Self.handle).id == "7")
        try await rest.editFollowUp("7", of: Self.handle, to: MessageDraft("y"))
        try await rest.deleteFollowUp("7", of: Self.handle)
        let base = "http://x/api/webhooks/845/TOK"
        #expect(
            http.requests.map { "\($0.method) \($0.url.dropFirst(base.count))" } == [
                "GET /messages/@original", "PATCH /messages/@original", "DELETE /messages/@original", "POST ", "PATCH /messages/7",
                "DELETE /messages/7",
            ])
        #expect(http.requests.allSatisfy { $0.url.hasPrefix(base) && $0.fields[.authorization] == nil })
        #expect(http.bodies.map { $0["allowed_mentions"] } == [["parse": []], ["parse": []], ["parse": []]])
        #expect(http.bodies.map { $0["components"] } == [[], nil, nil] && http.bodies[1]["flags"]?.intValue == 68)
    }

    @Test func `a response that had arrived although its answer was lost is no error`() async throws {
        let http = ScriptedHTTP(.failure(.broken(host: "x", reason: "reset")), .status(400, #"{"code":40060,"message":"already"}"#))
        try await DiscordRESTTests.rest(http).respond(to: Self.handle, with: .deferredMessage())
        let twice = ScriptedHTTP(.status(400, #"{"code":40060,"message":"already"}"#))
        await #expect { try await DiscordRESTTests.rest(twice).respond(to: Self.handle, with: .deferredMessage()) } throws: {
            ($0 as? DiscordError)?.kind == .alreadyAcknowledged
        }
    }

    @Test func `a follow-up that may have arrived is not sent again, one that cannot have is`() async throws {
        for lost in [ScriptedHTTP.Answer.failure(.broken(host: "x", reason: "reset")), .status(502)] {
            let http = ScriptedHTTP(lost, .status(200, Self.message))
            await #expect(throws: DiscordError.self) {
                _ = try await DiscordRESTTests.rest(http).followUp(MessageDraft("x"), isEphemeral: false, to: Self.handle)
            }
            #expect(http.requests.count == 1)
        }
        let http = ScriptedHTTP(.failure(.connect(host: "x", reason: "refused")), .status(200, Self.message))
        _ = try await DiscordRESTTests.rest(http).followUp(MessageDraft("x"), isEphemeral: false, to: Self.handle)
        #expect(http.requests.count == 2)
    }

    @Test(arguments: [(404, 10062), (404, 10015), (401, 50027)])
    func `an interaction that is too old says so and takes nothing else down`(status: Int, code: Int) async throws {
        let http = ScriptedHTTP(.status(status, #"{"code":\#(code),"message":"x"}"#), .status(200, #"{"id":"9"}"#))
        let rest = DiscordRESTTests.rest(http)
        await #expect { try await rest.respond(to: Self.handle, with: .deferredUpdate) } throws: { error in
            guard let error = error as? DiscordError else { return false }
            return error.kind == .interactionExpired && !"\(error)".contains("TOK")
        }
        #expect(try await rest.me().id == "9")
    }

    @Test func `buttons are laid out in rows, and what Discord would not take is not sent`() async throws {
        let http = ScriptedHTTP(.status(200, Self.message), .status(200, Self.message))
        let rest = DiscordRESTTests.rest(http)
        let row = ButtonRow([
            Button(.press(customID: "up"), emoji: "👍", style: .success), Button(.link("https://x"), label: "Source", isDisabled: true),
        ])
        _ = try await rest.create(MessageDraft("x", buttons: [row]), in: "1")
        let body: JSONValue = [
            [
                "type": 1,
                "components": [
                    ["type": 2, "custom_id": "up", "style": 3, "disabled": false, "emoji": ["name": "👍"]],
                    ["type": 2, "url": "https://x", "style": 5, "disabled": true, "label": "Source"],
                ],
            ]
        ]
        #expect(http.bodies[0]["components"] == body)
        try await rest.editButtons(of: "7", in: "1", to: [row])
        #expect(http.bodies[1] == ["components": body, "allowed_mentions": ["parse": []]])
        let long = String(repeating: "x", count: 101)
        let bad: [[ButtonRow]] = [
            [ButtonRow([])], [ButtonRow(Array(repeating: Button(.link("u"), label: "l"), count: 6))], Array(repeating: row, count: 6),
            [ButtonRow([Button(.press(customID: long), label: "l")])], [ButtonRow([Button(.press(customID: "a"), label: long)])],
            [ButtonRow([Button(.press(customID: "a"))])], [row, row],
        ]
        for rows in bad {
            await #expect { _ = try await rest.create(MessageDraft("x", buttons: rows), in: "1") } throws: {
                ($0 as? DiscordError)?.kind == .badButtons
            }
        }
        #expect(http.requests.count == 2)
    }

    @Test func `commands are written only when they are not registered like this`() async throws {
        let wanted = [ApplicationCommandTests.ask, ApplicationCommandTests.admin]
        let registered = JSONValue.array(wanted.reversed().map(\.body)).text
        let http = ScriptedHTTP(.status(200, registered), .status(200, "[]"), .status(200, registered))
        let rest = DiscordRESTTests.rest(http)
        #expect(try await rest.register(wanted, for: "845") == false)
        #expect(try await rest.register(wanted, for: "845") == true)
        #expect(
            http.requests.map { "\($0.method) \($0.url)" } == [
                "GET http://x/api/applications/845/commands?with_localizations=true",
                "GET http://x/api/applications/845/commands?with_localizations=true", "PUT http://x/api/applications/845/commands",
            ])
        #expect(http.bodies == [.array(wanted.map(\.body))])
    }

    static func file(_ size: Int = 3, _ url: String = "https://cdn.example/f?ex=1") -> AttachedFile {
        AttachedFile(id: "1", filename: "f", size: size, url: url)
    }

    @Test func `a message is asked for with what came after it`() async throws {
        let http = ScriptedHTTP(.status(200, #"[{"id":"8","channel_id":"1","webhook_id":"845"},{"id":"7","channel_id":"1"}]"#))
        let messages = try await DiscordRESTTests.rest(http).messages(in: "1", from: "7")
        #expect(http.requests.map(\.url) == ["http://x/api/channels/1/messages?after=6&limit=100"])
        #expect(messages.map(\.id) == ["8", "7"] && messages[0].webhookID == "845")
    }

    @Test func `a file comes without the token being told`() async throws {
        let http = ScriptedHTTP(.status(503), .failure(.connect(host: "x", reason: "refused")), .status(200, "abc"))
        #expect(try await DiscordRESTTests.rest(http).download(Self.file(), upTo: 3) == Array("abc".utf8))
        #expect(http.requests.count == 3 && http.requests.allSatisfy { $0.url == "https://cdn.example/f?ex=1" })
        #expect(http.requests.allSatisfy { $0.fields[.authorization] == nil && $0.fields[.userAgent] != nil })
    }

    @Test(
        arguments: [
            (file(4), .status(200, "abcd"), .fileTooLarge(limit: 3), 0), (file(), .status(200, "abcd"), .fileTooLarge(limit: 3), 1),
            (file(), .status(404), .fileGone, 1), (file(), .status(302), .fileGone, 1),
            (file(3, "http://169.254.169.254/x"), .status(200), .fileGone, 0),
            (file(3, "http://x/elsewhere"), .status(404), .fileGone, 1),
        ] as [(AttachedFile, ScriptedHTTP.Answer, DiscordError.Kind, Int)])
    func `a file that is too large, gone or at an odd place is refused`(
        file: AttachedFile, answer: ScriptedHTTP.Answer, kind: DiscordError.Kind, requests: Int
    ) async {
        let http = ScriptedHTTP(answer)
        await #expect { _ = try await DiscordRESTTests.rest(http).download(file, upTo: 3) } throws: { ($0 as? DiscordError)?.kind == kind }
        #expect(http.requests.count == requests)
    }
}
