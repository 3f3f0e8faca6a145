import Answering
import Discord
import Foundation
import IndexSync
import Logging
import SearchIndex
import State
import Transport

extension Composition {
    /// The connection to Discord, and who does what members want; nil without a token.
    func discord(_ state: StateDatabase, _ synchronizer: IndexSynchronizer) -> (session: DiscordSession, desk: DiscordDesk<ContinuousClock>)? {
        guard let token = settings.discordToken else { return nil }
        let sockets = LWSWebSocketClient(
            .init(caFile: settings.network.certificates, proxy: settings.network.proxy, userAgent: "Docent/\(Version.current)"))
        let session = DiscordSession(
            .init(base: settings.discordAPIBase, token: token, projectURL: Version.project, version: Version.current),
            shards: settings.discordShards, compression: settings.discordCompression, readsEverything: settings.members.readsEverything,
            ledger: SessionStarts(state), http: http, sockets: sockets, logger: logger("discord"))
        let (clock, logger, members) = (ContinuousClock(), logger("members"), settings.members)
        let replier = Replier(clock: clock, logger: self.logger("replies"))
        let work = questionWork(state, files: session.rest) { synchronizer.status }
        let (gate, open) = (QuotaGate(members.quota, clock: clock), OpenReplies(clock: clock))
        let questions = QuestionDesk(
            messaging: session.rest, threads: members.threads ? session.rest : nil, replier: replier, work: work, gate: gate, access: members.access,
            open: open,
            notices: NoticeBoard(clock: clock), clock: clock, logger: logger)
        let interactions = InteractionDesk(
            interacting: session.rest, replier: replier, work: work, gate: gate, access: members.access, open: open,
            index: IndexReplies(office: OwnIndex(composition: self, synchronizer: synchronizer)), administrators: members.administrators,
            started: Date(), clock: clock, logger: logger)
        let registration = CommandRegistration(commands: CommandList.all, registry: session.rest, clock: clock, logger: logger)
        let desk = DiscordDesk(
            events: session.events, questions: questions, interactions: interactions,
            register: { await registration.run(for: $0) }, logger: logger)
        return (session, desk)
    }

    private func questionWork(
        _ state: StateDatabase, files: any DiscordFiles, sync: @escaping @Sendable () -> SyncStatus
    ) -> QuestionWork<ContinuousClock> {
        let (answerer, holder, archive, logger) = (answerer, holder, AnswerArchive(state), logger("members"))
        let writer = "\(settings.chatModel?.models.joined(separator: ",") ?? "") \(settings.answerPassages)"
        return QuestionWork(
            answer: { answerer.answer($0) }, revision: { holder.current()?.manifest.revision },
            conversations: ConversationStore(state, lifetime: settings.members.conversations), archive: archive,
            cache: AnswerCache(archive, lifetime: settings.answerCache, writer: writer, logger: logger), files: files,
            fileLimit: settings.members.attachments, recent: recent, voted: heardVote(archive, sync: sync), now: { Date() }, logger: logger)
    }
}

extension SessionStarts: IdentifyLedger {}
