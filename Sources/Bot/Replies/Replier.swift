import Answering
import Base
import Discord
import Logging
import Synchronization

/// Brings one answer into a channel: reads its events in one task, and in another does what `ReplyStream` says.
struct Replier<C: Clock>: Sendable where C.Duration == Duration {
    let messaging: any DiscordMessaging
    let clock: C
    let logger: Logger
    var pace = ReplyStream.Pace()

    /// What the two tasks share.
    private final class Desk: Sendable {
        let stream: Mutex<ReplyStream>
        let news = Wakeup()

        init(_ pace: ReplyStream.Pace) {
            stream = Mutex(ReplyStream(pace: pace))
        }

        func change(_ body: (inout ReplyStream) -> Void) {
            stream.withLock { body(&$0) }
            news.ring()
        }
    }

    /// Replies to `message`, and returns when the whole answer has been delivered or cannot be.
    /// - Parameters:
    ///   - language: Of the apology, should the answer fail before its own is known.
    /// - Throws: `CancellationError` alone. Whatever fails is told in the channel in the member's language, and in the log with its cause.
    func reply(
        to message: Snowflake, in channel: Snowflake, language: Language, with events: AsyncThrowingStream<AnswerEvent, any Error>
    ) async throws {
        let desk = Desk(pace)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await read(events, into: desk, reference: message, language) }
            group.addTask { try await deliver(desk, to: message, in: channel) }
            // When nothing more can be delivered, nothing more need be written.
            try await group.next()
            if desk.stream.withLock({ $0.outcome }) != nil { group.cancelAll() }
            try await group.waitForAll()
        }
    }

    /// Says one fixed text.
    func say(_ text: FixedText, in language: Language, to message: Snowflake, in channel: Snowflake) async throws {
        _ = try await messaging.create(MessageDraft(text.text(in: language), replyingTo: message), in: channel)
    }

    private func read(
        _ events: AsyncThrowingStream<AnswerEvent, any Error>, into desk: Desk, reference: Snowflake, _ language: Language
    ) async throws {
        do {
            for try await event in events {
                switch event {
                case .retrieved: break
                case .text(let text): desk.change { $0.append(text) }
                case .finished(let answer): desk.change { $0.finish(footer: SourceLines.text(for: answer)) }
                }
            }
        } catch {
            // Nothing more can be delivered, or the bot is stopping: then there is nobody to tell.
            if Task.isCancelled { return }
            logger.error("A question could not be answered", metadata: ["reference": "\(reference)", "cause": "\(error)"])
            desk.change { stream in
                stream.append((stream.hasText ? "\n\n" : "") + apology(for: error, in: language, reference: reference))
                stream.finish()
            }
            return
        }
        // A stream that ends without its last event leaves what it said.
        desk.change { if !$0.isFinished { $0.finish() } }
    }

    private func apology(for error: any Error, in language: Language, reference: Snowflake) -> String {
        if let problem = error as? Problem, problem.kind == .temporary { return FixedText.notReady.text(in: language) }
        return FixedText.failed.text(in: language).replacing("{reference}", with: "`\(reference)`")
    }

    private func deliver(_ desk: Desk, to question: Snowflake, in channel: Snowflake) async throws {
        let start = clock.now
        func now() -> Duration { start.duration(to: clock.now) }
        var messages: [Snowflake] = []
        while desk.stream.withLock({ $0.outcome }) == nil {
            try Task.checkCancellation()
            switch desk.stream.withLock({ $0.next(now: now()) }) {
            case .type:
                await type(in: channel, until: desk.news)
            case .create(_, let content):
                await perform(desk, now) {
                    let draft = MessageDraft(content, replyingTo: messages.last ?? question)
                    messages.append(try await messaging.create(draft, in: channel).id)
                }
            case .edit(let piece, let content):
                await perform(desk, now) { try await messaging.edit(messages[piece], in: channel, to: MessageDraft(content)) }
            case nil:
                guard desk.stream.withLock({ $0.outcome }) == nil else { break }
                let deadline = desk.stream.withLock { $0.deadline }
                let news = desk.news
                if let deadline {
                    _ = try? await withDeadline(start.advanced(by: deadline), clock: clock) { await news.wait() }
                } else {
                    await news.wait()
                }
            }
        }
        if desk.stream.withLock({ $0.outcome }) == false {
            logger.warning("A reply could not be delivered", metadata: ["reference": "\(question)", "messages": "\(messages.count)"])
        }
    }

    /// Shows typing, and stops doing so when there is news: a typing that waits for its rate limit must not come after the text.
    private func type(in channel: Snowflake, until news: Wakeup) async {
        let (messaging, logger) = (messaging, logger)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await messaging.startTyping(in: channel)
                } catch  where !Task.isCancelled {
                    logger.debug("Typing could not be shown", metadata: ["channel": "\(channel)", "cause": "\(error)"])
                } catch {
                    // Stopped because there is text, as it should be.
                }
            }
            group.addTask { await news.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    private func perform(_ desk: Desk, _ now: () -> Duration, _ action: () async throws -> Void) async {
        do {
            try await action()
            desk.stream.withLock { $0.completed(now: now()) }
        } catch {
            let failure = Self.failure(error)
            logger.info("A message was not delivered", metadata: ["cause": "\(error)", "lasting": "\(failure == .lasting)"])
            desk.stream.withLock { $0.failed(failure, now: now()) }
        }
    }

    private static func failure(_ error: any Error) -> ReplyStream.Failure {
        guard let error = error as? DiscordError else { return error is CancellationError ? .lasting : .temporary }
        return switch error.kind {
        case .rateLimited, .tooManyInvalidRequests, .overloaded, .unreachable, .serverFailure, .tooOften, .blocked, .unreadableAnswer: .temporary
        case .unauthorized, .missingAccess, .missingPermissions, .unknownChannel, .unknownMessage, .replyImpossible, .archivedThread,
            .blockedByModeration, .emptyMessage, .invalidRequest, .noSuchRoute, .badUserAgent, .tooLong, .badButtons, .interactionExpired,
            .alreadyAcknowledged,
            .fileTooLarge, .fileGone:
            .lasting
        }
    }
}
