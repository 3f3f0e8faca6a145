import Base
import Logging
import ServiceLifecycle
import Testing
import TestSupport
import Transport

@testable import Discord

/// The whole session against a strict Discord, through the real transports. Both run on clocks that are ten times as fast.
@Suite(.timeLimit(.minutes(2)), .serialized) struct DiscordSessionTests {
    static let speed = 10.0

    static func options() -> StandInDiscord.Options {
        var options = StandInDiscord.Options()
        options.speed = speed
        return options
    }

    /// Runs a session beside `body`, then shuts it down in an orderly way. No rule may be broken.
    static func withSession(
        _ options: StandInDiscord.Options = options(), token: String = "stand-in.token", shards: ShardPlan = .all(1),
        compression: GatewayCompression = .zlib,
        _ body: @Sendable (StandInDiscord, DiscordSession) async throws -> Void
    ) async throws {
        let discord = try StandInDiscord(options)
        defer { discord.stop() }
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let configuration = DiscordREST.Configuration(
            base: discord.apiBase, token: Secret(token), projectURL: "https://example.org/docent", version: "1.0")
        let session = DiscordSession(
            configuration, shards: shards, compression: compression, http: CurlHTTPClient(), sockets: LWSWebSocketClient(), logger: quiet,
            timeline: Timeline(FastClock(speed: options.speed)))
        let services = ServiceGroup(services: [session], logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            try await body(discord, session)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
        #expect(discord.record.violations == [])
    }

    /// The next event that is no news of the session.
    static func next(_ session: DiscordSession) async -> DiscordEvent? {
        for await event in session.events {
            if case .ready = event { continue }
            return event
        }
        return nil
    }

    static func text(_ event: DiscordEvent?) -> String? {
        if case .question(let question)? = event { question.text } else { nil }
    }

    @Test(arguments: GatewayCompression.allCases)
    func `a mention comes in, an answer goes out, and at the end the bot says goodbye`(compression: GatewayCompression) async throws {
        try await Self.withSession(compression: compression) { discord, session in
            await discord.wait { $0.isLive }
            discord.write("<@9000> where is <#300>?")
            guard case .question(let question)? = await Self.next(session) else { return #expect(Bool(false)) }
            #expect(question.text == "where is #help?")
            try await session.rest.startTyping(in: question.channel)
            let reply = try await session.rest.create(MessageDraft("Here", replyingTo: question.message), in: question.channel)
            try await session.rest.edit(reply.id, in: question.channel, to: MessageDraft("Here."))
            #expect(discord.messages().map(\.content) == ["Here."] && discord.messages()[0].repliesTo == question.message.value)
            #expect(try await session.rest.message(reply.id, in: question.channel).content == "Here.")
            #expect(session.status.isLive)
            await discord.wait { $0.heartbeats >= 3 }
        }
    }

    @Test func `a mention by the managed role and an empty one are understood`() async throws {
        try await Self.withSession { discord, session in
            await discord.wait { $0.isLive }
            discord.write("<@&9001> hello", mentions: [], roles: [StandInDiscord.roleID], copies: 3)
            #expect(Self.text(await Self.next(session)) == "hello")
            discord.write("", mentions: [], roles: [StandInDiscord.roleID])
            guard case .emptyMention? = await Self.next(session) else { return #expect(Bool(false), "delivered once, however often it came") }
        }
    }

    @Test func `the roles of a server that was never told of are asked for when one is mentioned`() async throws {
        try await Self.withSession { discord, session in
            await discord.wait { $0.isLive }
            discord.dispatch("GUILD_DELETE", ["id": .string(StandInDiscord.guildID)])
            discord.write("<@&9001> hello", mentions: [], roles: [StandInDiscord.roleID])
            #expect(Self.text(await Self.next(session)) == "hello")
        }
    }

    @Test(arguments: GatewayCompression.allCases)
    func `a resumed connection is decompressed from its own beginning`(compression: GatewayCompression) async throws {
        try await Self.withSession(compression: compression) { discord, session in
            await discord.wait { $0.isLive }
            for round in 1...3 {
                discord.dropConnections()
                discord.write("<@9000> \(String(repeating: "the same words again ", count: 500))\(round)")
                #expect(Self.text(await Self.next(session))?.hasSuffix("again \(round)") == true)
                await discord.wait { $0.resumes == round && $0.isLive }
            }
        }
    }

    enum Break: CaseIterable {
        case drop, reconnect, invalidResumable, close4000, close1012, silence, garbage
        case invalid, close1000, close4007
        case reconnectBeforeHello, noHello, resumeAddressDown, noUpgrade, refused, refusedForGood, noNewSession

        var endsSession: Bool {
            switch self {
            case .invalid, .close1000, .close4007, .refused, .refusedForGood: true
            case .drop, .reconnect, .invalidResumable, .close4000, .close1012, .silence, .garbage, .reconnectBeforeHello, .noHello,
                .resumeAddressDown, .noUpgrade, .noNewSession:
                false
            }
        }

        func happen(to discord: StandInDiscord) {
            switch self {
            case .drop: discord.dropConnections()
            case .reconnect: discord.askToReconnect()
            case .invalidResumable: discord.invalidate(resumable: true)
            case .close4000: discord.close(4000)
            case .close1012: discord.close(1012)
            case .silence: discord.fallSilent()
            case .garbage: discord.sendGarbage()
            case .invalid: discord.invalidate(resumable: false)
            case .close1000: discord.close(1000)
            case .close4007: discord.close(4007)
            case .reconnectBeforeHello: after(.reconnectBeforeHello, discord)
            case .noHello: after(.noHello, discord)
            case .resumeAddressDown: after(.resumeAddressDown, discord)
            case .noUpgrade:
                discord.nextConnection(.refuseUpgrade(503), .refuseUpgrade(403), .refuseUpgrade(429))
                discord.dropConnections()
            case .refusedForGood: after(.refuseResume(resumable: false), discord)
            case .refused:
                discord.nextConnection(.refuseResume(resumable: true), .refuseResume(resumable: true), .refuseResume(resumable: true))
                discord.dropConnections()
            case .noNewSession: after(.closeOnEntry(4009), discord)
            }
        }

        private func after(_ fault: StandInDiscord.GatewayFault, _ discord: StandInDiscord) {
            discord.nextConnection(fault)
            discord.dropConnections()
        }
    }

    @Test(arguments: Break.allCases)
    func `after every kind of break the session is back, and what was written meanwhile arrives once`(kind: Break) async throws {
        try await Self.withSession { discord, session in
            await discord.wait { $0.isLive }
            discord.write("<@9000> before")
            #expect(Self.text(await Self.next(session)) == "before")
            let connections = discord.record.connections
            kind.happen(to: discord)
            if !kind.endsSession { discord.write("<@9000> meanwhile") }
            await discord.wait { $0.connections > connections && $0.isLive && (kind.endsSession ? $0.identifies == 2 : $0.resumes > 0) }
            discord.write("<@9000> after")
            if !kind.endsSession { #expect(Self.text(await Self.next(session)) == "meanwhile") }
            #expect(Self.text(await Self.next(session)) == "after")
            #expect(discord.record.identifies == (kind.endsSession ? 2 : 1))
        }
    }

    @Test func `nonsense, unknown events and opcodes are survived`() async throws {
        try await Self.withSession { discord, session in
            await discord.wait { $0.isLive }
            for text in ["", "{", "[]", #"{"op":99}"#, #"{"op":0,"t":"X_NEW","s":null,"d":{}}"#, #"{"op":0,"t":"GUILD_CREATE","s":2,"d":7}"#] {
                discord.sendRaw(text)
            }
            let heartbeats = discord.record.heartbeats
            discord.askForHeartbeat()
            await discord.wait { $0.heartbeats > heartbeats }
            discord.write("<@9000> still there?")
            #expect(Self.text(await Self.next(session)) == "still there?")
        }
    }

    @Test(arguments: [UInt16](arrayLiteral: 4004, 4010, 4011, 4012, 4013, 4014))
    func `a stop code ends the trying, not the process, and says why`(code: UInt16) async throws {
        try await Self.withSession { discord, session in
            discord.nextConnection(.closeOnEntry(code))
            while true {
                if case .stopped(let reason, let remedy) = session.status {
                    #expect(reason.contains("\(code)") && !remedy.isEmpty)
                    break
                }
                await Task.yield()
            }
            #expect(discord.record.connections == 1)
        }
    }

    @Test func `when Discord cannot be reached the status names the stage and what to do`() async throws {
        try await Self.withSession { discord, session in
            await discord.wait { $0.isLive }
            discord.stop()
            while true {
                if case .connecting(let failures, let trouble?) = session.status, failures > 1 {
                    #expect(trouble.stage == .connection && trouble.remedy.contains("HTTPS_PROXY"))
                    break
                }
                await Task.yield()
            }
        }
    }

    @Test func `a reader who lags loses nothing: what was not taken is replayed on the next connection`() async throws {
        try await Self.withSession { discord, session in
            await discord.wait { $0.isLive }
            for number in 0..<500 { discord.write("<@9000> \(number)") }
            // Acknowledgements stand behind the events, so the connection is taken for dead.
            await discord.wait { $0.resumes > 0 }
            for number in 0..<500 { #expect(Self.text(await Self.next(session)) == "\(number)") }
        }
    }

    @Test func `a wrong token is tried once`() async throws {
        try await Self.withSession(token: "wrong") { discord, session in
            while session.status != .stopped(reason: StopReason.tokenRejected.reason, remedy: StopReason.tokenRejected.remedy) { await Task.yield() }
            #expect(discord.record.requests == 1 && discord.record.connections == 0)
        }
    }

    @Test(
        arguments: [
            .status(500), .status(502), .status(503), .status(504), .status(524), .userLimit(2), .sharedLimit(2), .globalLimit(2), .cloudflare(3),
            .cut,
            .loseAnswer,
        ] as [StandInDiscord.RequestFault])
    func `a message is sent exactly once through every fault of the API`(fault: StandInDiscord.RequestFault) async throws {
        try await Self.withSession { discord, session in
            await discord.wait { $0.isLive }
            discord.nextRequest(fault, fault)
            let message = try await session.rest.create(MessageDraft("one"), in: "300")
            discord.nextRequest(fault)
            try await session.rest.edit(message.id, in: "300", to: MessageDraft("two"))
            #expect(discord.messages().map(\.content) == ["two"])
        }
    }

    @Test func `twenty conversations at once keep every limit, and none is lost`() async throws {
        try await Self.withSession { discord, session in
            await discord.wait { $0.isLive }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let channel = Snowflake("\(300 + number % 4)")
                        let message = try await session.rest.create(MessageDraft("a\(number)"), in: channel)
                        for step in 1...3 { try await session.rest.edit(message.id, in: channel, to: MessageDraft("a\(number) \(step)")) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(Set(discord.record.sent.map(\.content)) == Set((0..<20).map { "a\($0) 3" }))
            #expect(discord.record.refused == 0)
        }
    }
}
