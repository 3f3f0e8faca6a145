import Base
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing
import TestSupport
import Transport

@testable import Discord

/// One process after another, against a strict Discord.
@Suite(.timeLimit(.minutes(2)), .serialized) struct RestartTests {
    /// A ledger that outlives the sessions.
    private final class Ledger: IdentifyLedger {
        private let noted = Mutex<[Int: Date]>([:])
        private let fails: Bool

        init(fails: Bool = false) { self.fails = fails }

        func times() async throws -> [Int: Date] {
            if fails { throw Problem(what: "no disk", location: "", reason: "", remedy: "") }
            return noted.withLock(\.self)
        }

        func note(shard: Int, at time: Date) async throws {
            if fails { throw Problem(what: "no disk", location: "", reason: "", remedy: "") }
            noted.withLock { $0[shard] = time }
        }
    }

    /// Runs one process's session until `body` returns, and ends it as a kill does: nothing is said or waited for.
    private func process(
        _ discord: StandInDiscord, _ ledger: Ledger, shards: ShardPlan = .all(1), _ body: @Sendable (DiscordSession) async throws -> Void
    ) async throws {
        let configuration = DiscordREST.Configuration(
            base: discord.apiBase, token: Secret("stand-in.token"), projectURL: "https://example.org/docent", version: "1.0")
        let session = DiscordSession(
            configuration, shards: shards, ledger: ledger, http: CurlHTTPClient(), sockets: LWSWebSocketClient(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, timeline: Timeline(FastClock(speed: discord.options.speed)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await session.run() }
            try await body(session)
            group.cancelAll()
        }
    }

    @Test func `a process that follows another at once waits its 5 s before it identifies`() async throws {
        let discord = try StandInDiscord(DiscordSessionTests.options())
        defer { discord.stop() }
        let ledger = Ledger()
        for start in 1...3 {
            try await process(discord, ledger) { _ in await discord.wait { $0.isLive && $0.identifies >= start } }
            await discord.wait { !$0.isLive }
        }
        #expect(discord.record.violations == [])
    }

    @Test func `processes of one shard each keep to the rule when they begin together`() async throws {
        // They do not begin at the same moment, and on a fast clock they are the further apart.
        var options = ShardedSessionTests.options(3)
        options.speed = 2
        let discord = try StandInDiscord(options)
        defer { discord.stop() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in 0..<3 {
                group.addTask {
                    try await process(discord, Ledger(), shards: .one(Shard(id: id, of: 3))) { _ in await discord.wait { $0.isLive } }
                }
            }
            try await group.waitForAll()
        }
        #expect(discord.record.violations == [] && discord.record.identifies == 3)
    }

    @Test func `a ledger that fails keeps nobody from connecting`() async throws {
        let discord = try StandInDiscord(DiscordSessionTests.options())
        defer { discord.stop() }
        try await process(discord, Ledger(fails: true)) { _ in await discord.wait { $0.isLive } }
        #expect(discord.record.violations == [])
    }

    @Test func `while the network in front of the API lets nothing through, the state says so, however well connected the gateway is`()
        async throws
    {
        let discord = try StandInDiscord(DiscordSessionTests.options())
        defer { discord.stop() }
        try await process(discord, Ledger()) { session in
            await discord.wait { $0.isLive }
            while !session.status.isLive { await Task.yield() }
            discord.nextRequest(.cloudflare(3_600))
            await #expect(throws: DiscordError.self) { try await session.rest.create(MessageDraft("x"), in: "1") }
            guard case .connecting(_, let trouble?) = session.status else { return #expect(Bool(false), "\(session.status)") }
            #expect(trouble.stage == .http && trouble.reason.contains("refuses this machine's address for another 60 min"))
            #expect(trouble.remedy.contains("HTTPS_PROXY"))
        }
    }
}
