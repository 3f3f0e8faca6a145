import Base
import Discord
import Logging
import ServiceLifecycle
import Synchronization

/// Offers the commands to members, and goes on trying while Discord cannot take them: a session may last for months, and without commands
/// it would be half a bot.
final class CommandRegistration<C: Clock>: Sendable where C.Duration == Duration {
    private let commands: [ApplicationCommand]
    private let registry: any CommandRegistry
    private let clock: C
    private let logger: Logger
    /// Every shard's session asks for it; once at a time is enough.
    private let isUnderWay = Mutex(false)
    private let backoff = Backoff(base: .seconds(10), cap: .seconds(900))

    init(commands: [ApplicationCommand], registry: any CommandRegistry, clock: C, logger: Logger) {
        self.commands = commands
        self.registry = registry
        self.clock = clock
        self.logger = logger
    }

    /// Returns when the commands are registered, or cannot be, or the process is about to end.
    func run(for identity: BotIdentity) async {
        let isFirst = isUnderWay.withLock { isUnderWay in
            defer { isUnderWay = true }
            return !isUnderWay
        }
        guard isFirst else { return }
        defer { isUnderWay.withLock { $0 = false } }
        await cancelWhenGracefulShutdown { await self.keepTrying(for: identity.application) }
    }

    private func keepTrying(for application: Snowflake) async {
        var attempt = 0
        while !Task.isCancelled {
            do {
                if try await registry.register(commands, for: application) { logger.notice("Commands were registered") }
                return
            } catch is CancellationError {
                return
            } catch {
                let isTemporary = (error as? DiscordError)?.problem.kind == .temporary
                logger.warning("Commands were not registered", metadata: ["cause": "\(error)", "again": "\(isTemporary)"])
                guard isTemporary else { return }
            }
            // Cancelled: the loop sees that.
            try? await clock.pause(until: clock.now.advanced(by: backoff.delay(attempt: attempt, jitter: .random(in: 0.5...1))))
            attempt += 1
        }
    }
}
