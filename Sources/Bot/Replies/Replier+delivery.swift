import Base
import Discord
import Logging
import Synchronization

/// The part of a reply that speaks with Discord.
extension Replier {
    /// Does what the stream says until everything is delivered or cannot be.
    func deliver(_ desk: Desk, _ job: ReplyJob, on target: any ReplyTarget) async {
        let start = clock.now
        func now() -> Duration { start.duration(to: clock.now) }
        // Of the message that is to be created next, until it is there.
        var nonce = MessageDraft.newNonce()
        while desk.outcome == nil, !Task.isCancelled {
            let messages = desk.state.withLock(\.messages)
            switch desk.state.withLock({ $0.stream.next(now: now()) }) {
            case .type: await type(on: target, until: desk.news, job)
            case .create(_, let piece):
                await perform(desk, job, now) {
                    let message = try await target.create(piece.content, buttons: rows(piece, job), after: messages.last, nonce: nonce)
                    desk.state.withLock { $0.messages.append(message) }
                    nonce = MessageDraft.newNonce()
                }
                await remember(desk, job)
            case .edit(let number, let piece):
                await perform(desk, job, now) { try await target.edit(messages[number], to: piece.content, buttons: rows(piece, job)) }
            case .delete(let number):
                await perform(desk, job, now) {
                    try await target.delete(messages[number])
                    desk.state.withLock { _ = $0.messages.remove(at: number) }
                }
            case nil: await rest(desk, from: start)
            }
        }
        if desk.outcome == false {
            logger.warning("A reply could not be delivered", metadata: ["reference": "\(job.reference)"])
        }
    }

    private func rows(_ piece: ReplyPiece, _ job: ReplyJob) -> [ButtonRow] {
        AnswerButton.rows(piece.buttons, question: job.reference, in: job.language)
    }

    /// Waits for news, or for the time at which there is something to do without any.
    private func rest(_ desk: Desk, from start: C.Instant) async {
        let (outcome, deadline) = desk.state.withLock { ($0.stream.outcome, $0.stream.deadline) }
        guard outcome == nil else { return }
        let news = desk.news
        guard let deadline else { return await news.wait() }
        _ = try? await withDeadline(start.advanced(by: deadline), clock: clock) { await news.wait() }
    }

    /// Shows typing, and stops doing so when there is news: a typing that waits for its rate limit must not come after the text.
    private func type(on target: any ReplyTarget, until news: Wakeup, _ job: ReplyJob) async {
        let logger = logger
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await target.showTyping()
                } catch  where !Task.isCancelled {
                    logger.debug("Typing could not be shown", metadata: ["reference": "\(job.reference)", "cause": "\(error)"])
                } catch {
                    // Stopped because there is text, as it should be.
                }
            }
            group.addTask { await news.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    private func perform(_ desk: Desk, _ job: ReplyJob, _ now: () -> Duration, _ action: () async throws -> Void) async {
        do {
            try await action()
            desk.state.withLock { $0.stream.completed(now: now()) }
        } catch {
            let failure = ReplyStream.Failure(error)
            logger.info(
                "A message was not delivered",
                metadata: ["reference": "\(job.reference)", "cause": "\(error)", "lasting": "\(failure == .lasting)"])
            desk.state.withLock { $0.stream.failed(failure, now: now()) }
        }
    }
}

extension ReplyStream.Failure {
    /// What an error of a `ReplyTarget` means for the message that it kept from being delivered.
    init(_ error: any Error) {
        guard let error = error as? DiscordError else {
            self = error is CancellationError || error is ReplyError ? .lasting : .temporary
            return
        }
        self =
            switch error.kind {
            case .rateLimited, .tooManyInvalidRequests, .overloaded, .unreachable, .serverFailure, .tooOften, .blocked, .unreadableAnswer: .temporary
            case .unauthorized, .missingAccess, .missingPermissions, .unknownChannel, .unknownMessage, .replyImpossible, .archivedThread,
                .blockedByModeration, .emptyMessage, .invalidRequest, .noSuchRoute, .badUserAgent, .tooLong, .badButtons, .interactionExpired,
                .alreadyAcknowledged, .fileTooLarge, .fileGone:
                .lasting
            }
    }
}
