/// The texts themselves.
extension FixedText {
    var texts: (spanish: String, portuguese: String, english: String) {
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
        case .askInWords:
            (
                "No veo ninguna pregunta ahí. Escríbela con palabras y responderé a partir de los documentos.",
                "Não vejo nenhuma pergunta aí. Escreva-a com palavras e responderei a partir dos documentos.",
                "I see no question there. Write it in words and I will answer from the documents."
            )
        case .index: ("índice", "índice", "index")
        case .hourReached:
            (
                "Se alcanzó el límite de preguntas por ahora. Vuelve a preguntar {time}.",
                "O limite de perguntas foi atingido por enquanto. Pergunte de novo {time}.",
                "The limit of questions is reached for now. Ask again {time}."
            )
        case .stillAnswering:
            (
                "Todavía estoy respondiendo tus otras preguntas. Vuelve a preguntar cuando termine.",
                "Ainda estou respondendo às suas outras perguntas. Pergunte de novo quando eu terminar.",
                "I am still answering your other questions. Ask again when that is done."
            )
        case .stopped: ("Detenida a petición.", "Interrompida a pedido.", "Stopped as asked.")
        case .leaving:
            (
                "Me están reiniciando. Vuelve a preguntar en un momento.",
                "Estou sendo reiniciado. Pergunte de novo daqui a pouco.",
                "I am being restarted. Ask again in a moment."
            )
        case .stopButton: ("Detener", "Parar", "Stop")
        case .passagesButton: ("Pasajes", "Trechos", "Passages")
        case .voteKept:
            (
                "Voto guardado: {vote}. Puedes cambiarlo cuando quieras.",
                "Voto guardado: {vote}. Você pode mudá-lo quando quiser.",
                "Your vote is kept: {vote}. You can change it at any time."
            )
        case .noLongerKept:
            (
                "Esta respuesta ya no está guardada. Vuelve a preguntar.",
                "Esta resposta não está mais guardada. Pergunte de novo.",
                "This answer is no longer kept. Ask again."
            )
        case .notYours:
            (
                "Solo quien preguntó puede detener la respuesta.",
                "Só quem perguntou pode parar a resposta.",
                "Only the one who asked can stop the answer."
            )
        case .fileNotRead:
            (
                "No leí {name}: leo hasta 4 archivos de texto, de {limit} en total.",
                "Não li {name}: leio até 4 arquivos de texto, de {limit} no total.",
                "I did not read {name}: I read up to 4 text files, of {limit} in all."
            )
        case .notHere: ("Aquí no respondo preguntas.", "Não respondo a perguntas aqui.", "I do not answer questions here.")
        case .administratorsOnly:
            (
                "Esto es para quienes administran el servidor.",
                "Isto é para quem administra o servidor.",
                "This is for those who manage the server."
            )
        case .forgotten:
            (
                "Olvidé tus preguntas guardadas ({count}) y tus votos.",
                "Esqueci as suas perguntas guardadas ({count}) e os seus votos.",
                "Your kept questions ({count}) and your votes are forgotten."
            )
        case .indexServed:
            (
                "Índice {revision}, del {date}, con {chunks} pasajes.",
                "Índice {revision}, de {date}, com {chunks} trechos.",
                "Index {revision}, of {date}, with {chunks} passages."
            )
        case .indexPinned: ("Está fijado en {reference}.", "Está fixado em {reference}.", "It is pinned to {reference}.")
        case .pinSet:
            (
                "Fijado en {reference}. El cambio llega en unos momentos.",
                "Fixado em {reference}. A mudança chega em instantes.",
                "Pinned to {reference}. The change comes within moments."
            )
        case .pinRemoved:
            (
                "Ya no está fijado: sigo la publicación más reciente.",
                "Não está mais fixado: sigo a publicação mais recente.",
                "No longer pinned: I follow what is published last."
            )
        case .pinnedBySetting:
            (
                "INDEX_REVISION={reference} está puesto y va primero.",
                "INDEX_REVISION={reference} está definido e vem primeiro.",
                "INDEX_REVISION={reference} is set and goes first."
            )
        case .looking:
            (
                "Busco una publicación más reciente; `/índice estado` dirá lo que hay.",
                "Procuro uma publicação mais recente; `/índice estado` dirá o que há.",
                "I look for a newer publication; `/index status` will tell what there is."
            )
        }
    }
}
