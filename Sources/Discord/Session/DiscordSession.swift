import Base
package import Logging
import ServiceLifecycle
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
    private let runner: GatewayRunner
    private let machine: GatewayMachine

    /// - Parameter random: Even draws from 0 to 1.
    package init(
        _ configuration: DiscordREST.Configuration, http: any HTTPClient, sockets: any WebSocketClient, logger: Logger,
        timeline: Timeline = Timeline(ContinuousClock()), random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        let rest = DiscordREST(configuration, client: http, timeline: timeline, random: random)
        let outgoing = Mailbox<DiscordEvent>(capacity: Self.eventCapacity)
        let dispatches = Mailbox<GatewayEvent>(capacity: Self.dispatchCapacity)
        self.rest = rest
        self.outgoing = outgoing
        self.dispatches = dispatches
        events = AsyncStream { await outgoing.next() }
        machine = GatewayMachine(token: configuration.token)
        runner = GatewayRunner(
            GatewayRunner.Environment(
                sockets: sockets, userAgent: configuration.userAgent, locate: { try await rest.gatewayLocation() }, timeline: timeline,
                random: random, logger: logger),
            dispatches: dispatches)
    }

    /// The state of the connection, for readiness and the status page.
    package var status: GatewayStatus { runner.status }

    /// Stays connected until a graceful shutdown or cancellation. A token that Discord rejects does not end it: `status` says so.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.runner.run(as: self.machine) }
            group.addTask {
                var inbox = Inbox()
                while let dispatch = await self.dispatches.next() {
                    if let event = inbox.take(dispatch) { await self.outgoing.send(event) }
                }
                self.outgoing.finish()
            }
        }
    }
}
