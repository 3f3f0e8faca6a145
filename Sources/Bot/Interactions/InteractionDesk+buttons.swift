import Answering
import Discord
import Logging

/// What the buttons under answers do.
extension InteractionDesk {
    /// Does what a button says.
    func obey(_ press: ComponentPress, _ interaction: Interaction) async {
        switch AnswerButton(customID: press.customID) {
        case .stop(let question): await stop(Snowflake(question), under: press.message, interaction)
        case .vote(let vote, let answer): await note(vote, on: answer, interaction)
        case .passages(let answer): await show(answer, interaction)
        case nil: await say(.noLongerKept, interaction)
        }
    }

    private func stop(_ question: Snowflake, under message: Message?, _ interaction: Interaction) async {
        switch open.stop(question, by: interaction.user.id.value) {
        case .given: _ = await respond(.deferredUpdate, interaction)
        // An answer that is not under way any more is what was wanted. One that an earlier process left behind has nobody else to end it.
        case .unknown: _ = await respond(message.flatMap(leftover) ?? .deferredUpdate, interaction)
        case .notTheirs: await say(.notYours, interaction)
        }
    }

    /// An answer that a process which is no more did not end, ended; nil for one of this process's own.
    private func leftover(_ message: Message) -> InteractionResponse? {
        guard let time = message.id.time, time < started else { return nil }
        var text = GrowingText(splitter: MessageSplitter())
        text.append(message.content)
        let ended = text.messages(under: "*\(FixedText.cutOff.text(in: Language.guess(message.content)))*")
        return ended.count == 1 ? .update(MessageDraft(ended[0], buttons: [])) : .updateButtons([])
    }

    private func note(_ vote: Vote, on answer: String, _ interaction: Interaction) async {
        do {
            let revision = try await work.archive.note(vote, by: interaction.user.id.value, on: answer, now: work.now())
            guard let revision else { return await say(.noLongerKept, interaction) }
            logger.info("A vote", metadata: ["answer": "\(answer)", "vote": "\(vote.rawValue)"])
            let thumb = vote == .up ? "👍" : "👎"
            await say(FixedText.voteKept.text(in: language(interaction)).replacing("{vote}", with: thumb), interaction)
            await work.voted(vote, revision)
        } catch {
            await fail(error, interaction)
        }
    }

    private func show(_ answer: String, _ interaction: Interaction) async {
        do {
            guard let kept = try await work.archive.answer(answer) else { return await say(.noLongerKept, interaction) }
            let messages = PassageText.messages(of: kept)
            guard let first = messages.first else { return await say(.noLongerKept, interaction) }
            guard await respond(.message(MessageDraft(first), isEphemeral: true), interaction) else { return }
            for message in messages.dropFirst() {
                _ = try await interacting.followUp(MessageDraft(message), isEphemeral: true, to: interaction.handle)
            }
        } catch let error as DiscordError {
            logger.info("Passages were not shown", metadata: ["reference": "\(interaction.handle.id)", "cause": "\(error)"])
        } catch {
            await fail(error, interaction)
        }
    }
}
