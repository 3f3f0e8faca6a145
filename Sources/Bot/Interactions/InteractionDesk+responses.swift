import Answering
import Discord
import Logging

/// How commands and buttons are answered, beside by answers to questions.
extension InteractionDesk {
    /// The first response.
    /// - Returns: Whether it arrived; if not, there is nothing more to do.
    func respond(_ response: InteractionResponse, _ interaction: Interaction) async -> Bool {
        do {
            try await interacting.respond(to: interaction.handle, with: response)
            return true
        } catch {
            logger.warning("A command was not answered in time", metadata: ["reference": "\(interaction.handle.id)", "cause": "\(error)"])
            return false
        }
    }

    /// Answers by a text that only its reader sees.
    func say(_ text: FixedText, _ interaction: Interaction) async {
        let reference = "`\(interaction.handle.id)`"
        await say(text.text(in: language(interaction)).replacing("{reference}", with: reference), interaction)
    }

    /// Answers by a text that only its reader sees.
    func say(_ text: String, _ interaction: Interaction) async {
        _ = await respond(.message(MessageDraft(text), isEphemeral: true), interaction)
    }

    /// Says that it did not work; the log has the cause.
    func fail(_ error: any Error, _ interaction: Interaction) async {
        logger.error("A command failed", metadata: ["reference": "\(interaction.handle.id)", "cause": "\(error)"])
        await say(.failed, interaction)
    }

    /// Puts a text where the deferred response promised one, also when there is none to be had.
    func finish(_ interaction: Interaction, _ body: () async throws -> String) async {
        var text: String
        do {
            text = try await body()
        } catch {
            logger.error("A command failed", metadata: ["reference": "\(interaction.handle.id)", "cause": "\(error)"])
            text = Apology.text(for: error, in: language(interaction), reference: interaction.handle.id, now: work.now())
        }
        do {
            let messages = MessageSplitter().split(text).map(\.content).filter { !$0.isEmpty }
            for (number, message) in messages.enumerated() {
                if number == 0 {
                    try await interacting.editOriginal(of: interaction.handle, to: MessageDraft(message))
                } else {
                    _ = try await interacting.followUp(MessageDraft(message), isEphemeral: true, to: interaction.handle)
                }
            }
        } catch {
            logger.info("The answer to a command was not delivered", metadata: ["reference": "\(interaction.handle.id)", "cause": "\(error)"])
        }
    }

    /// The language of whoever used the command.
    func language(_ interaction: Interaction) -> Language { Language(locale: interaction.locale ?? interaction.guildLocale) }
}
