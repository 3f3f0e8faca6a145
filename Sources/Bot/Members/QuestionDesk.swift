import Answering
import Discord
import Foundation
import Logging

/// Answers the questions that come by messages, and follows what becomes of these: changed within two minutes, a question is answered anew in
/// the same place; deleted, it takes its answer with it.
struct QuestionDesk<C: Clock>: Sendable where C.Duration == Duration {
    /// What is to be done, in a task of its own.
    typealias Work = @Sendable () async -> Void

    let messaging: any DiscordMessaging
    /// Opens a thread for each question in a channel; nil: answers go where the question is.
    let threads: (any DiscordThreading)?
    let replier: Replier<C>
    let work: QuestionWork<C>
    let gate: QuotaGate<C>
    let access: Access
    let open: OpenReplies<C>
    let notices: NoticeBoard<C>
    let clock: C
    let logger: Logger

    /// A message that is meant for the bot. Whether it is answered is decided at once, so that questions are let in as they come.
    func hear(_ question: IncomingQuestion) -> Work? {
        let channels = [question.channel] + (question.parentChannel.map { [$0] } ?? [])
        guard access.allows(guild: question.guild, channels: channels, roles: question.authorRoles) else {
            logger.debug("A question is not to be answered", metadata: ["reference": "\(question.message)", "channel": "\(question.channel)"])
            return nil
        }
        let asked = Asked(question)
        guard !asked.isEmpty else {
            guard notices.allows("how \(question.channel)") else { return nil }
            let text = question.isDirect ? FixedText.askInWords : .howToAsk
            return saying(text.text(in: asked.language), to: asked)
        }
        do {
            let pass = try gate.enter(asked.asker)
            let begun = ReplyRegister.Again(asked: asked, messages: [], control: open.begin(asked))
            return { await conduct(begun, pass) }
        } catch {
            logger.info("A question was refused", metadata: ["reference": "\(asked.id)", "cause": "\(error)"])
            guard notices.allows("refusal \(question.channel) \(question.author)") else { return nil }
            return saying(Apology.text(for: error, in: asked.language, now: work.now()), to: asked)
        }
    }

    /// A message was changed.
    func hear(_ edit: MessageEdit) -> Work? {
        guard let text = edit.question?.text ?? edit.text, !text.isEmpty else { return nil }
        guard let again = open.change(edit.message, to: text) else { return nil }
        return { await conductAgain(again) }
    }

    /// Messages are gone.
    func hear(deleted messages: [Snowflake], in channel: Snowflake) -> Work {
        {
            for message in messages {
                let standing = open.retract(message)
                // A reply that is under way takes itself back.
                guard standing != nil || open.asked(message) == nil else { continue }
                let kept = await work.forget(message)
                let messages = standing?.messages ?? kept?.messages.map { Snowflake($0) } ?? []
                let place = standing?.place ?? kept.map { Snowflake($0.place) } ?? channel
                await delete(messages, on: ChannelReply(messaging: messaging, channel: place, question: nil))
            }
        }
    }

    // MARK: One question

    /// Answers a question, and goes on doing so while it is changed meanwhile.
    private func conduct(_ first: ReplyRegister.Again, _ pass: QuotaGate<C>.Pass) async {
        var begun = first
        await openThread(for: &begun)
        let asked = begun.asked
        await settle(
            begun,
            await replier.reply(
                work.job(for: asked, pass, apology: apology(for: begun)), on: target(asked), existing: begun.messages, obeying: begun.control),
            pass)
    }

    /// Answers a changed question in the place of its first answer. It counts like another question.
    private func conductAgain(_ again: ReplyRegister.Again) async {
        do {
            await conduct(again, try gate.enter(again.asked.asker))
        } catch {
            let job = ReplyJob(
                reference: again.asked.id, language: again.asked.language, answer: { throw error }, apology: apology(for: again))
            await settle(again, await replier.reply(job, on: target(again.asked), existing: again.messages, obeying: again.control), nil)
        }
    }

    /// Sees to what has become of a reply.
    private func settle(_ begun: ReplyRegister.Again, _ outcome: ReplyOutcome, _ pass: QuotaGate<C>.Pass?) async {
        pass?.end()
        let id = begun.asked.id
        var last: ReplyOrder?
        switch outcome.ending {
        case .delivered: open.settle(id, outcome.messages)
        case .undelivered: open.end(id)
        case .retracted: last = .retract
        case .replaced(let text): last = .ask(text)
        }
        // What came when the reply did not listen any more, and before the register knew that.
        begun.control.finish()
        while let order = await begun.control.next() { last = order }
        switch last {
        case .ask:
            guard let asked = open.asked(id) else { return }
            await conductAgain(ReplyRegister.Again(asked: asked, messages: outcome.messages, control: open.begin(asked)))
        case .retract:
            open.end(id)
            await delete(outcome.messages, on: target(begun.asked))
            _ = await work.forget(id)
        case .stop, .leave, nil: break
        }
    }

    /// Gives a question a thread of its own, where that is wanted and possible.
    private func openThread(for begun: inout ReplyRegister.Again) async {
        guard let threads, begun.asked.canHaveThread, begun.messages.isEmpty else { return }
        let asked = begun.asked
        let line = (asked.text.isEmpty ? asked.files.first?.filename ?? "…" : asked.text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        do {
            try await threads.openThread(on: asked.id, in: asked.place, named: String(line.prefix(80)))
            // A thread has the id of the message that it is on.
            begun.asked.place = asked.id
            open.move(asked.id, to: asked.id)
        } catch {
            logger.info("No thread was opened; the answer goes into the channel", metadata: ["reference": "\(asked.id)", "cause": "\(error)"])
        }
    }

    private func target(_ asked: Asked) -> ChannelReply {
        // From within a thread the message that it is on cannot be replied to.
        ChannelReply(messaging: messaging, channel: asked.place, question: asked.place == asked.id ? nil : asked.id)
    }

    // MARK: Notices

    /// One notice of trouble a minute is enough for a channel; a refusal is meant for its reader.
    private func apology(for begun: ReplyRegister.Again) -> @Sendable (any Error) -> String? {
        let asked = begun.asked
        return { error in
            // Where an answer stood there must be something.
            let isMeant = error is Quota.Refusal || !begun.messages.isEmpty
            guard isMeant || notices.allows("trouble \(asked.asker.channel)") else { return nil }
            return Apology.text(for: error, in: asked.language, reference: asked.id, now: work.now())
        }
    }

    private func saying(_ text: String, to asked: Asked) -> Work {
        {
            do {
                _ = try await target(asked).create(text, buttons: [], after: nil, nonce: nil)
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
