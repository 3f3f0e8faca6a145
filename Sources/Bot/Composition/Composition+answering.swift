import Answering
import Discord
import IndexSync
import LanguageModel
import Transport

extension Composition {
    /// Answers questions from the index that is held.
    var answerer: Answerer<ContinuousClock> {
        let model = settings.chatModel.map { chat in
            OpenRouterModel(
                OpenRouterConfiguration(baseURL: chat.baseURL, key: chat.key, models: chat.models, referer: Version.project), client: http,
                clock: ContinuousClock(), logger: logger("model"))
        }
        return Answerer(
            retriever: retriever, model: model, options: AnswerOptions(passages: settings.answerPassages), clock: ContinuousClock(),
            logger: logger("answer"))
    }

    private var retriever: Retriever {
        let (holder, embedders) = (holder, embedders)
        // An index whose model cannot be run here is never activated, so there is always an embedder.
        return Retriever(index: { holder.current() }, embedder: { try? embedders.embedder(for: $0) })
    }

    /// The connection to Discord, and who answers what comes from it; nil without a token.
    func discord() -> (session: DiscordSession, answering: DiscordAnswering<ContinuousClock>)? {
        guard let token = settings.discordToken else { return nil }
        let sockets = LWSWebSocketClient(
            .init(caFile: settings.network.certificates, proxy: settings.network.proxy, userAgent: "Docent/\(Version.current)"))
        let session = DiscordSession(
            .init(base: settings.discordAPIBase, token: token, projectURL: Version.project, version: Version.current),
            shards: settings.discordShards, compression: settings.discordCompression, http: http, sockets: sockets, logger: logger("discord"))
        let answerer = answerer
        let replier = Replier(messaging: session.rest, clock: ContinuousClock(), logger: logger("replies"))
        let answering = DiscordAnswering(
            events: session.events, answer: { answerer.answer($0) }, replier: replier, logger: logger("replies"))
        return (session, answering)
    }
}
