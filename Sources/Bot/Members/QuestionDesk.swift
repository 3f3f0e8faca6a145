import Answering
import Discord
import Foundation
import Logging
import ServiceLifecycle

/// Answers the questions that come by messages, and follows what becomes of these: changed within two minutes, a question is answered anew in
/// the same place; deleted, it takes its answer with it.
struct QuestionDesk<C: Clock>: Sendable where C.Duration == Duration {
    /// What is to be done, in a task of its own.
    typealias Work = @Sendable () async -> Void

    let messaging: any DiscordMessaging
    let replier: Replier<C>
    let work: QuestionWork<C>
    let gate: QuotaGate<C>
    let access: Access
    let open: OpenReplies
    let notices: NoticeBoard<C>
    let clock: C
    let logger: Logger
    /// How many answered questions may wait for being changed.
    var mostWaiting = 1_000

    /// For how long a question can be changed.
    private static var changeable: Duration { .seconds(120) }

    /// A message that is meant for the bot. Whether it is answered is decided at once, so that questions are let in as they come.
    func hear(_ question: IncomingQuestion) -> Work? {
        let channels = [question.channel] + (question.parentChannel.map { [$0] } ?? [])
        guard access.allows(guild: question.guild, channels: channels, roles: question.authorRoles) else {
            logger.debug("A question is not to be answered", metadata: ["reference": "\(question.message)", "channel": "\(question.channel)"])
            return nil
        }
        let asked = Asked(question)
        guard !asked.isEmpty else {
            return notices.allows("how \(question.channel)") ? saying(FixedText.howToAsk.text(in: asked.language), to: asked) : nil
        }
        do {
            let pass = try gate.enter(asked.asker)
            let control = open.begin(asked.id, asked.text, by: asked.asker.user)
            return { await conduct(asked, pass, control) }
        } catch {
            logger.info("A question was refused", metadata: ["reference": "\(asked.id)", "cause": "\(error)"])
            guard notices.allows("refusal \(question.channel) \(question.author)") else { return nil }
            return saying(Apology.text(for: error, in: asked.language, now: work.now()), to: asked)
        }
    }

    /// A message was changed.
    func hear(_ edit: MessageEdit) {
        if let text = edit.question?.text ?? edit.text, !text.isEmpty { open.change(edit.message, to: text) }
    }

    /// Messages are gone.
    func hear(deleted messages: [Snowflake], in channel: Snowflake) -> Work {
        {
            for message in messages where open.give(.retract, to: message) == .unknown {
                await delete(await work.forget(message), on: ChannelReply(messaging: messaging, channel: channel, question: nil))
            }
        }
    }

    // MARK: One question

    /// Answers a question, and answers it anew when it is changed, until it cannot be any more.
    private func conduct(_ first: Asked, _ pass: QuotaGate<C>.Pass, _ control: ReplyControl) async {
        defer { open.end(first.id) }
        let timeline = Timeline(clock)
        let target = ChannelReply(messaging: messaging, channel: Snowflake(first.asker.channel), question: first.id)
        var (asked, messages, job) = (first, [Snowflake](), work.job(for: first, pass, apology: apology(for: first)))
        var current: QuotaGate<C>.Pass? = pass
        while true {
            let outcome = await replier.reply(job, on: target, existing: messages, obeying: control)
            current?.end()
            messages = outcome.messages
            var next: ReplyOrder?
            switch outcome.ending {
            case .retracted: next = .retract
            case .replaced(let text): next = .ask(text)
            case .delivered: next = await order(control, until: Self.changeable, on: timeline)
            case .undelivered: return
            }
            switch next {
            case .ask(let text):
                asked.text = text
                asked.language = Language.guess(text)
                (job, current) = again(asked)
            case .retract:
                await delete(messages, on: target)
                _ = await work.forget(first.id)
                return
            case .stop, nil: return
            }
        }
    }

    /// The next order that matters to an answer that stands there.
    private func order(_ control: ReplyControl, until end: Duration, on timeline: Timeline) async -> ReplyOrder? {
        guard open.count <= mostWaiting else { return nil }
        return await cancelWhenGracefulShutdown {
            while let order = await control.next(until: end, on: timeline) {
                if order != .stop { return order }
            }
            return nil
        }
    }

    /// A changed question counts like another one.
    private func again(_ asked: Asked) -> (ReplyJob, QuotaGate<C>.Pass?) {
        do {
            let pass = try gate.enter(asked.asker)
            return (work.job(for: asked, pass, apology: { text(for: $0, asked) }), pass)
        } catch {
            let job = ReplyJob(reference: asked.id, language: asked.language, answer: { throw error }, apology: { text(for: $0, asked) })
            return (job, nil)
        }
    }

    // MARK: Notices

    /// One notice of trouble a minute is enough for a channel; a refusal is meant for its reader.
    private func apology(for asked: Asked) -> @Sendable (any Error) -> String? {
        { error in
            guard error is Quota.Refusal || notices.allows("trouble \(asked.asker.channel)") else { return nil }
            return text(for: error, asked)
        }
    }

    private func text(for error: any Error, _ asked: Asked) -> String {
        Apology.text(for: error, in: asked.language, reference: asked.id, now: work.now())
    }

    private func saying(_ text: String, to asked: Asked) -> Work {
        {
            do {
                let target = ChannelReply(messaging: messaging, channel: Snowflake(asked.asker.channel), question: asked.id)
                _ = try await target.create(text, buttons: [], after: nil)
            } catch {
                logger.info("A notice was not delivered", metadata: ["reference": "\(asked.id)", "cause": "\(error)"])
            }
        }
    }

    private func delete(_ messages: [Snowflake], on target: ChannelReply) async {
        for message in messages {
            do {
                try await target.delete(message)
            } catch {
                logger.warning("An answer was not deleted", metadata: ["message": "\(message)", "cause": "\(error)"])
            }
        }
    }
}
