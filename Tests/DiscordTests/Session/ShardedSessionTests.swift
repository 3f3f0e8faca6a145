import Testing
import TestSupport

@testable import Discord

/// Several shards in one process, against a strict Discord.
@Suite(.timeLimit(.minutes(2)), .serialized) struct ShardedSessionTests {
    /// In the second of two shards, and in the third of three.
    static let other = String(1 << 22 | 77)
    static let third = String(2 << 22 | 77)

    static func options(_ shards: Int, maxConcurrency: Int = 1) -> StandInDiscord.Options {
        var options = DiscordSessionTests.options()
        options.shards = shards
        options.maxConcurrency = maxConcurrency
        options.guilds = [StandInDiscord.guildID, other, third]
        return options
    }

    @Test(arguments: [ShardPlan.all(3), .automatic])
    func `all shards come up by the rule of the IDENTIFYs, and what happens in each arrives`(plan: ShardPlan) async throws {
        try await DiscordSessionTests.withSession(Self.options(3, maxConcurrency: 2), shards: plan) { discord, session in
            await discord.wait { $0.isLive }
            discord.write("<@9000> one")
            discord.write("<@9000> two", guild: Self.other)
            discord.write("<@9000> three", guild: Self.third)
            discord.write("direct", guild: nil, mentions: [])
            var texts: Set<String> = []
            for _ in 0..<4 { texts.insert(DiscordSessionTests.text(await DiscordSessionTests.next(session)) ?? "") }
            #expect(texts == ["one", "two", "three", "direct"])
            #expect(session.shards.map(\.shard) == (0..<3).map { Shard(id: $0, of: 3) } && session.status.isLive)
            #expect(discord.record.identifies == 3)
        }
    }

    @Test func `one process of several runs its own shard alone`() async throws {
        try await DiscordSessionTests.withSession(Self.options(2), shards: .one(Shard(id: 1, of: 2))) { discord, session in
            await discord.wait { $0.liveShards == [1] }
            discord.write("<@9000> not here")
            discord.write("<@9000> here", guild: Self.other)
            #expect(DiscordSessionTests.text(await DiscordSessionTests.next(session)) == "here")
            #expect(discord.record.connections == 1 && session.shards.map(\.shard) == [Shard(id: 1, of: 2)])
        }
    }

    @Test func `a break of all shards at once is resumed by each`() async throws {
        try await DiscordSessionTests.withSession(Self.options(3, maxConcurrency: 3), shards: .all(3)) { discord, session in
            await discord.wait { $0.isLive }
            discord.dropConnections()
            discord.write("<@9000> meanwhile", guild: Self.other)
            #expect(DiscordSessionTests.text(await DiscordSessionTests.next(session)) == "meanwhile")
            await discord.wait { $0.isLive && $0.resumes == 3 }
            #expect(discord.record.identifies == 3)
        }
    }

    @Test func `too few shards stop it, and the remedy is named`() async throws {
        try await DiscordSessionTests.withSession(Self.options(2)) { discord, session in
            while true {
                if case .stopped(_, let remedy) = session.status {
                    #expect(remedy.contains("DISCORD_SHARDS=auto"))
                    break
                }
                await Task.yield()
            }
            discord.forgive("gateway: shard [0,1] of 2")
        }
    }

    @Test func `a process that ends before it knows how many shards there are ends`() async throws {
        try await DiscordSessionTests.withSession(Self.options(3), shards: .automatic) { discord, _ in
            discord.nextRequest(.cloudflare(600))
            await discord.wait { $0.requests > 0 }
        }
    }
}
