import Discord
import Foundation
import IndexSync
import Logging
import ServiceLifecycle

/// Tells operators in a channel of theirs (DISCORD_OPERATIONS_CHANNEL) when an index was refused or taken back. What cannot be told there stands
/// in the log, the history and on the page all the same.
struct OperationsChannel: Service {
    private let channel: Snowflake
    private let logger: Logger
    private let events: AsyncStream<HistoryEvent>
    private let queue: AsyncStream<HistoryEvent>.Continuation
    /// Set before it runs.
    var messaging: (any DiscordMessaging)?

    init(_ channel: Snowflake, logger: Logger) {
        self.channel = channel
        self.logger = logger
        (events, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(16))
    }

    /// Takes an event; may be called from anywhere, and does not wait.
    @Sendable func tell(_ event: HistoryEvent) {
        queue.yield(event)
    }

    func run() async {
        guard let messaging else { return }
        await cancelWhenGracefulShutdown {
            var plan = OperationsPlan()
            for await event in events {
                guard let text = plan.text(for: event, now: Date()) else { continue }
                do {
                    _ = try await messaging.create(MessageDraft(text), in: channel)
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning(
                        "The operations channel cannot be written to",
                        metadata: ["channel": "\(channel)", "cause": "\(error)", "remedy": "Let the bot see and write there."])
                }
            }
        }
    }
}
