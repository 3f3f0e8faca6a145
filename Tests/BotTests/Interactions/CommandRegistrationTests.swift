import Base
@testable import Discord
import Logging
import Synchronization
import TestSupport
import Testing

@testable import docent

@Suite(.timeLimit(.minutes(1))) struct CommandRegistrationTests {
    /// Fails as often as it is told to.
    private final class Registry: CommandRegistry {
        private let state: Mutex<(failures: Int, tries: Int)>
        private let isTemporary: Bool

        init(failures: Int, isTemporary: Bool) {
            state = Mutex((failures, 0))
            self.isTemporary = isTemporary
        }

        var tries: Int { state.withLock(\.tries) }

        func register(_ commands: [ApplicationCommand], for application: Snowflake) async throws -> Bool {
            let fails = state.withLock { state in
                state.tries += 1
                return state.tries <= state.failures
            }
            guard fails else { return true }
            throw DiscordError(isTemporary ? .serverFailure : .missingAccess, call: "PUT /applications/:id/commands")
        }
    }

    private let clock = ManualClock()
    private let identity = BotIdentity(user: "1", application: "2")

    private func registration(_ registry: Registry) -> CommandRegistration<ManualClock> {
        CommandRegistration(
            commands: CommandList.all, registry: registry, clock: clock, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test func `commands that Discord cannot take now are registered later, however many sessions ask for it`() async {
        let registry = Registry(failures: 3, isTemporary: true)
        let registration = registration(registry)
        async let first: Void = registration.run(for: identity)
        for tries in 1...3 {
            while registry.tries < tries { await clock.advanceToNext() }
            await clock.waitForSleepers()
            await registration.run(for: identity)
            #expect(registry.tries == tries, "another shard's session finds it under way")
        }
        while registry.tries < 4 { await clock.advanceToNext() }
        await first
        #expect(registry.tries == 4)
        await registration.run(for: identity)
        #expect(registry.tries == 5)
    }

    @Test func `what trying again cannot mend is not tried again`() async {
        let registry = Registry(failures: 3, isTemporary: false)
        await registration(registry).run(for: identity)
        #expect(registry.tries == 1)
    }

    @Test func `the end of the process does not wait for it`() async {
        let registry = Registry(failures: .max, isTemporary: true)
        let registration = registration(registry)
        let task = Task { await registration.run(for: identity) }
        await clock.waitForSleepers()
        task.cancel()
        await task.value
        #expect(registry.tries == 1)
    }
}

extension ManualClock {
    /// Lets the next sleeper wake.
    fileprivate func advanceToNext() async {
        if let next = nextDeadline { advance(by: now.duration(to: next)) }
        await Task.yield()
    }
}
