import Answering
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
            logger: logger("answer"), observe: { [meters] in meters.answered($0) })
    }

    private var retriever: Retriever {
        let (holder, embedders) = (holder, embedders)
        // An index whose model cannot be run here is never activated, so there is always an embedder.
        return Retriever(index: { holder.current() }, embedder: { try? embedders.embedder(for: $0) }, observe: heardSearch)
    }
}
