import Answering
import Base
import Discord
import Foundation
import Logging

/// Answers commands and buttons. The first response goes out before any work: Discord gives 3 s for it.
struct InteractionDesk<C: Clock>: Sendable where C.Duration == Duration {
    let interacting: any DiscordInteracting
    let replier: Replier<C>
    let work: QuestionWork<C>
    let gate: QuotaGate<C>
    let access: Access
    let open: OpenReplies<C>
    let index: IndexReplies
    /// Who administers wherever they are, beside those who manage a server.
    let administrators: Set<Snowflake>
    /// When this process began.
    let started: Date
    let clock: C
    let logger: Logger

    /// Somebody used a command or pressed a button.
    func hear(_ interaction: Interaction) -> QuestionDesk<C>.Work? {
        let channels = [interaction.channel, interaction.parentChannel].compactMap(\.self)
        // What is kept of somebody is theirs to delete wherever they are.
        if case .command(let call) = interaction.action, call.path.first == CommandList.Name.forget { return { await forget(interaction) } }
        guard access.allows(guild: interaction.guild, channels: channels, roles: interaction.roles) else {
            return { await say(.notHere, interaction) }
        }
        switch interaction.action {
        case .command(let call): return hear(call, interaction)
        case .component(let press): return { await obey(press, interaction) }
        case .other: return nil
        }
    }

    // MARK: Commands

    private func hear(_ call: CommandCall, _ interaction: Interaction) -> QuestionDesk<C>.Work {
        switch call.path.first {
        case CommandList.Name.ask:
            let isPrivate = call.options[CommandList.Name.isPrivate] == .boolean(true)
            return ask(Asked(interaction, text: call.text(CommandList.Name.question) ?? "", isShared: !isPrivate), interaction)
        case CommandList.Name.askAbout:
            let target = call.target
            return ask(Asked(interaction, text: target?.text ?? "", files: target?.attachments ?? [], isShared: true), interaction)
        case CommandList.Name.index:
            guard let command = call.path.last.flatMap(CommandList.IndexCommand.init(rawValue:)) else { break }
            return { await tell(command, revision: call.text(CommandList.Name.revision), interaction) }
        case _: break
        }
        // One that another version has registered.
        logger.warning("A command is not known", metadata: ["command": "\(call.path.joined(separator: " "))"])
        return { await say(.failed, interaction) }
    }

    private func ask(_ asked: Asked, _ interaction: Interaction) -> QuestionDesk<C>.Work {
        let since = clock.now
        guard !asked.isEmpty else { return { await say(.askInWords, interaction) } }
        let pass: QuotaGate<C>.Pass
        do {
            pass = try gate.enter(asked.asker)
        } catch {
            logger.info("A question was refused", metadata: ["reference": "\(asked.id)", "cause": "\(error)"])
            return { await say(Apology.text(for: error, in: asked.language, now: work.now()), interaction) }
        }
        let control = open.begin(asked)
        return {
            defer { open.end(asked.id) }
            guard await respond(.deferredMessage(isEphemeral: !asked.isShared), interaction) else { return }
            // Others see the answer without having seen the question.
            let heading = asked.isShared && !asked.text.isEmpty ? "> \(SourceLines.plain(asked.text, most: 300))\n" : ""
            let job = work.job(for: asked, pass, heading: heading) {
                Apology.text(for: $0, in: asked.language, reference: asked.id, now: work.now())
            }
            let target = InteractionReply(
                to: interaction.handle, in: interaction.channel, by: interacting, isEphemeral: !asked.isShared, since: since, clock: clock)
            _ = await replier.reply(job, on: target, obeying: control)
            pass.end()
        }
    }

    private func forget(_ interaction: Interaction) async {
        guard await respond(.deferredMessage(isEphemeral: true), interaction) else { return }
        await finish(interaction) {
            let user = interaction.user.id.value
            let count = try await work.conversations.forget(asker: user)
            try await work.archive.forget(voter: user)
            work.recent.clear()
            return FixedText.forgotten.text(in: language(interaction)).replacing("{count}", with: String(count))
        }
    }

    private func tell(_ command: CommandList.IndexCommand, revision: String?, _ interaction: Interaction) async {
        guard await respond(.deferredMessage(isEphemeral: true), interaction) else { return }
        let isAdministrator = interaction.permissions.allows(.manageGuild) || administrators.contains(interaction.user.id)
        if isAdministrator, command != .status {
            logger.notice(
                "An administrator uses a command", metadata: ["command": "index \(command.rawValue)", "user": "\(interaction.user.id)"])
        }
        await finish(interaction) {
            do {
                return try await index.text(for: command, revision: revision, in: language(interaction), isAdministrator: isAdministrator)
            } catch let problem as Problem where isAdministrator {
                return "```\n\(problem)\n```"
            }
        }
    }
}
