import Answering
import Base
import Discord
import Logging
import ServiceLifecycle
import Synchronization

/// Does what members want of the bot: takes what comes from Discord in order, and sees to each in a task of its own, so that nothing holds up
/// anything else.
struct DiscordDesk<C: Clock>: Service, CustomStringConvertible where C.Duration == Duration {
    /// What comes from Discord, in order.
    let events: AsyncStream<DiscordEvent>
    let questions: QuestionDesk<C>
    let interactions: InteractionDesk<C>
    /// Offers the commands to members.
    let register: @Sendable (BotIdentity) async -> Void
    let logger: Logger
    /// How many tasks there may be. Quotas keep their number far below; past it something is wrong, and there is silence.
    var capacity = 4_000

    /// What the log calls it; not all that it holds.
    var description: String { "DiscordDesk" }

    /// How long open replies may go on once the process is asked to end; then each is closed as it is, with a word to its reader. What they
    /// have to deliver takes a second or two more.
    private static var grace: Duration { .seconds(4) }

    /// Takes nothing more once the process is asked to end, and ends itself when every open reply has.
    func run() async {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await serve()
                return true
            }
            group.addTask {
                await closeReplies()
                return false
            }
            for await isServed in group where isServed { group.cancelAll() }
        }
    }

    private func closeReplies() async {
        do {
            try await gracefulShutdown()
            try await questions.clock.pause(until: questions.clock.now.advanced(by: Self.grace))
        } catch {
            // Cancelled: everything has ended by itself.
            return
        }
        questions.open.leave()
    }

    private func serve() async {
        let places = Places(capacity)
        await withDiscardingTaskGroup { group in
            for await event in events.cancelOnGracefulShutdown() {
                guard let work = work(for: event) else { continue }
                guard places.take() else {
                    logger.error("Too much is under way; an event was left alone")
                    continue
                }
                group.addTask {
                    defer { places.giveBack() }
                    await work()
                }
            }
        }
    }

    private func work(for event: DiscordEvent) -> QuestionDesk<C>.Work? {
        switch event {
        case .ready(let identity): return { await register(identity) }
        case .question(let question), .emptyMention(let question): return questions.hear(question)
        case .edited(let edit): return questions.hear(edit)
        case .deleted(let messages, let channel): return questions.hear(deleted: messages, in: channel)
        case .interaction(let interaction): return interactions.hear(interaction)
        }
    }

    /// A number of places, of which nobody waits for one.
    private final class Places: Sendable {
        private let free: Mutex<Int>

        init(_ count: Int) { free = Mutex(count) }

        func take() -> Bool {
            free.withLock { free in
                guard free > 0 else { return false }
                free -= 1
                return true
            }
        }

        func giveBack() { free.withLock { $0 += 1 } }
    }
}
