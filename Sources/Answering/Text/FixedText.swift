/// Every text of ours that a member can see, in each language.
package enum FixedText: String, Sendable, CaseIterable {
    /// No passage bears on the question.
    case nothingFound
    /// Above extracts, where no language model is set up.
    case extracts
    /// Above extracts, where the language model failed.
    case extractsInstead
    /// Under an answer that broke off.
    case cutOff
    /// Under an answer that is as long as answers may be.
    case atFullLength
    /// No index is active yet.
    case notReady
    /// Too many questions wait already.
    case busy
    /// Something else failed; `{reference}` stands in the log beside the cause.
    case failed
    /// The bot was addressed without a question.
    case howToAsk
    /// Before the index revision, in the line of sources.
    case index

    /// The text in that language.
    package func text(in language: Language) -> String {
        switch language {
        case .spanish: texts.spanish
        case .portuguese: texts.portuguese
        case .english: texts.english
        }
    }

    private var texts: (spanish: String, portuguese: String, english: String) {
        switch self {
        case .nothingFound:
            (
                "No encontré nada sobre esto en los documentos. Prueba con otras palabras o con más detalle.",
                "Não encontrei nada sobre isso nos documentos. Tente com outras palavras ou com mais detalhes.",
                "I found nothing about this in the documents. Try other words or more detail."
            )
        case .extracts:
            (
                "Extractos de los documentos:", "Trechos dos documentos:", "Extracts from the documents:"
            )
        case .extractsInstead:
            (
                "El modelo de lenguaje no responde en este momento. Extractos de los documentos:",
                "O modelo de linguagem não responde no momento. Trechos dos documentos:",
                "The language model does not answer at the moment. Extracts from the documents:"
            )
        case .cutOff:
            (
                "La respuesta se interrumpió aquí. Vuelve a preguntar en un momento.",
                "A resposta foi interrompida aqui. Pergunte de novo daqui a pouco.",
                "The answer broke off here. Ask again in a moment."
            )
        case .atFullLength:
            (
                "La respuesta llegó a su longitud máxima. Pregunta por la parte que falta.",
                "A resposta chegou ao tamanho máximo. Pergunte pela parte que falta.",
                "The answer has reached its greatest length. Ask for the part that is missing."
            )
        case .notReady:
            (
                "Todavía no puedo consultar los documentos. Vuelve a preguntar en unos minutos.",
                "Ainda não consigo consultar os documentos. Pergunte de novo em alguns minutos.",
                "I cannot search the documents yet. Ask again in a few minutes."
            )
        case .busy:
            (
                "Hay muchas preguntas a la vez. Vuelve a preguntar en un minuto.",
                "Há muitas perguntas ao mesmo tempo. Pergunte de novo em um minuto.",
                "There are many questions at once. Ask again in a minute."
            )
        case .failed:
            (
                "No pude responder. Vuelve a intentarlo; si sigue igual, avisa con esta referencia: {reference}.",
                "Não consegui responder. Tente de novo; se continuar, avise com esta referência: {reference}.",
                "I could not answer. Try again; if it goes on, report this reference: {reference}."
            )
        case .howToAsk:
            (
                "Mencióname junto con tu pregunta y responderé a partir de los documentos.",
                "Mencione-me junto com a sua pergunta e responderei a partir dos documentos.",
                "Mention me together with your question and I will answer from the documents."
            )
        case .index: ("índice", "índice", "index")
        }
    }
}
