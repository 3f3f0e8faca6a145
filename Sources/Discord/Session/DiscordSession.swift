import Base
import Foundation
package import Logging
import ServiceLifecycle
import Synchronization
package import Transport

/// The bot's connection to Discord as one service: questions come out of `events`, answers go in by `rest`.
package final class DiscordSession: Service {
    /// How many events wait for their reader. When there are more, frames wait in the connection, and after that at Discord.
    static let eventCapacity = 256
    static let dispatchCapacity = 64

    /// The API, with the rate limits that all its users share.
    package let rest: DiscordREST
    /// What concerns the bot, in order and each at most once. For one reader; ends when `run` does.
    package let events: AsyncStream<DiscordEvent>

    private let outgoing: Mailbox<DiscordEvent>
    private let dispatches: Mailbox<GatewayEvent>
    /// How many shards Discord recommends, once.
    private let recommended = Mailbox<Int>(capacity: 1)
    private let environment: GatewayRunner.Environment
    private let token: Secret
    private let plan: ShardPlan
    private let compression: GatewayCompression
    private let intents: Int
    /// One for each shard that has been begun.
    private let runners = Mutex<[(shard: Shard, runner: GatewayRunner)]>([])

    /// - Parameters:
    ///   - shards: Which of the bot's shards this process runs.
    ///   - ledger: Keeps IDENTIFYs from one process to the next; nil: nothing does.
    ///   - readsEverything: Whether to ask for the text of messages that do not concern the bot; the portal must allow it.
    ///   - random: Even draws from 0 to 1.
    package init(
        _ configuration: DiscordREST.Configuration, shards: ShardPlan = .all(1), compression: GatewayCompression = .zlib,
        readsEverything: Bool = false, ledger: (any IdentifyLedger)? = nil,
        http: any HTTPClient, sockets: any WebSocketClient, logger: Logger,
        timeline: Timeline = Timeline(ContinuousClock()), random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        let rest = DiscordREST(configuration, client: http, timeline: timeline, random: random)
        let outgoing = Mailbox<DiscordEvent>(capacity: Self.eventCapacity)
        let recommended = recommended
        self.rest = rest
        self.outgoing = outgoing
        dispatches = Mailbox<GatewayEvent>(capacity: Self.dispatchCapacity)
        events = AsyncStream { await outgoing.next() }
        token = configuration.token
        plan = shards
        self.compression = compression
        intents = readsEverything ? Intents.used | Intents.messageContent : Intents.used
        environment = GatewayRunner.Environment(
            sockets: sockets, userAgent: configuration.userAgent, locate: { try await rest.gatewayLocation() },
            entrance: SharedEntrance(GatewayEntrance(lone: shards.lone)), ledger: ledger,
            split: { recommended.post($0) }, timeline: timeline, random: random, logger: logger)
    }

    /// The state of each shard that this process runs.
    package var shards: [ShardStatus] {
        runners.withLock { $0 }.map { ShardStatus(shard: $0.shard, status: $0.runner.status) }
    }

    /// The state of them all, for readiness and the status page. Where the API rejects the token, or nothing may be sent to it for a
    /// while, there are no answers, however well connected the gateway is.
    package var status: GatewayStatus {
        if rest.isTokenRejected { return .stopped(reason: StopReason.tokenRejected.reason, remedy: StopReason.tokenRejected.remedy) }
        let status = GatewayStatus(shards)
        guard status.isLive, let stoppage = rest.stoppage else { return status }
        return .connecting(failures: 0, trouble: GatewayTrouble(stoppage))
    }

    /// Stays connected until a graceful shutdown or cancellation. A token that Discord rejects does not end it: `status` says so.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.connect() }
            group.addTask {
                var inbox = Inbox()
                while let dispatch = await self.dispatches.next() {
                    await self.prepare(&inbox, for: dispatch)
                    if let event = inbox.take(dispatch) { await self.outgoing.send(event) }
                }
                self.outgoing.finish()
            }
        }
    }

    /// Does what a dispatch needs before it is understood.
    private func prepare(_ inbox: inout Inbox, for dispatch: GatewayEvent) async {
        switch dispatch {
        // Discord has just accepted the token.
        case .ready, .resumed: rest.trustToken()
        case _: break
        }
        guard let guild = inbox.rolesWanted(by: dispatch) else { return }
        do {
            inbox.learn(try await rest.roles(of: guild), of: guild)
        } catch {
            environment.logger.notice("a server's roles are not known", metadata: ["guild": "\(guild)", "cause": "\(error)"])
        }
    }

    /// Runs all shards to their end.
    private func connect() async {
        await recall()
        await withDiscardingTaskGroup { group in
            switch plan {
            case .one(let shard): begin(shard, of: shard.count, in: &group)
            case .all(let count): for id in 0..<count { begin(Shard(id: id, of: count), of: count, in: &group) }
            case .automatic:
                // The first one finds out how many there are; it ends by itself when the process does, before it has.
                begin(.only, of: nil, in: &group)
                guard let count = await recommended.next() else { break }
                runners.withLock { $0[0].shard.count = count }
                for id in 1..<max(count, 1) { begin(Shard(id: id, of: count), of: count, in: &group) }
            }
        }
        dispatches.finish()
    }

    /// Takes note of what earlier processes sent, so that a restart does not come too soon after them.
    private func recall() async {
        guard let ledger = environment.ledger else { return }
        do {
            let (times, now) = (try await ledger.times(), Date())
            // What is older than an hour is as good as never, whatever the file says.
            let ages = times.mapValues { Duration.seconds(min(now.timeIntervalSince($0), 3_600)) }.filter { $0.value < .seconds(3_600) }
            environment.entrance.value.withLock { $0.recall(ages, now: environment.timeline.now) }
        } catch {
            environment.logger.warning("It is not known when the last session was begun", metadata: ["cause": "\(error)"])
        }
    }

    /// - Parameter count: Nil: as many as Discord recommends.
    private func begin(_ shard: Shard, of count: Int?, in group: inout DiscardingTaskGroup) {
        var environment = environment
        environment.logger[metadataKey: "shard"] = count == 1 ? nil : "\(shard.id)"
        let runner = GatewayRunner(environment, dispatches: dispatches)
        runners.withLock { $0.append((shard, runner)) }
        let machine = GatewayMachine(token: token, shard: shard.id, of: count, compression: compression, intents: intents)
        group.addTask {
            await runner.run(as: machine)
            // Whoever waits for the first shard to find out how many there are need not any longer.
            self.recommended.finish()
        }
    }
}
