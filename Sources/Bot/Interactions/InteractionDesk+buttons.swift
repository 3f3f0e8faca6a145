import Answering
import Discord
import Logging

/// What the buttons under answers do.
extension InteractionDesk {
    /// Does what a button says.
    func obey(_ press: ComponentPress, _ interaction: Interaction) async {
        switch AnswerButton(customID: press.customID) {
        case .stop(let question): await stop(Snowflake(question), interaction)
        case .vote(let vote, let answer): await note(vote, on: answer, interaction)
        case .passages(let answer): await show(answer, interaction)
        case nil: await say(.noLongerKept, interaction)
        }
    }

    private func stop(_ question: Snowflake, _ interaction: Interaction) async {
        switch open.stop(question, by: interaction.user.id.value) {
        // An answer that is not under way any more is what was wanted.
        case .given, .unknown: _ = await respond(.deferredUpdate, interaction)
        case .notTheirs: await say(.notYours, interaction)
        }
    }

    private func note(_ vote: Vote, on answer: String, _ interaction: Interaction) async {
        do {
            guard try await work.archive.note(vote, by: interaction.user.id.value, on: answer, now: work.now()) else {
                return await say(.noLongerKept, interaction)
            }
            logger.info("A vote", metadata: ["answer": "\(answer)", "vote": "\(vote.rawValue)"])
            let thumb = vote == .up ? "👍" : "👎"
            await say(FixedText.voteKept.text(in: language(interaction)).replacing("{vote}", with: thumb), interaction)
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
