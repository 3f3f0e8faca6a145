import Discord

/// The commands that members see, in their own language.
enum CommandList {
    /// How a command is called on the way back, whatever a member saw.
    enum Name {
        static let ask = "ask"
        static let question = "question"
        static let isPrivate = "private"
        static let askAbout = "Ask about this"
        static let forget = "forget"
        static let index = "index"
        static let revision = "revision"
    }

    /// The subcommands of `/index`.
    enum IndexCommand: String, CaseIterable {
        case status, list, pin, unpin, sync
    }

    /// All of them.
    static var all: [ApplicationCommand] {
        [
            ApplicationCommand(
                name: text(Name.ask, "preguntar", "perguntar"),
                description: text(
                    "Ask a question about the documents", "Haz una pregunta sobre los documentos", "Faça uma pergunta sobre os documentos"),
                options: [
                    CommandParameter(
                        .string, name: text(Name.question, "pregunta", "pergunta"),
                        description: text("What you want to know", "Qué quieres saber", "O que você quer saber"), isRequired: true,
                        maximumLength: 4_000),
                    CommandParameter(
                        .boolean, name: text(Name.isPrivate, "privado", "privado"),
                        description: text("Only you see the answer", "Solo tú ves la respuesta", "Só você vê a resposta")),
                ]),
            ApplicationCommand(.message, name: text(Name.askAbout, "Preguntar sobre esto", "Perguntar sobre isto")),
            ApplicationCommand(
                name: text(Name.forget, "olvidar", "esquecer"),
                description: text(
                    "Delete what is kept of your questions and votes", "Borra lo guardado de tus preguntas y votos",
                    "Apaga o que está guardado das suas perguntas e votos")),
            ApplicationCommand(
                name: text(Name.index, "índice", "índice"),
                description: text("The index that answers come from", "El índice del que vienen las respuestas", "O índice de onde vêm as respostas"),
                options: IndexCommand.allCases.map(parameter)),
        ]
    }

    private static func parameter(_ command: IndexCommand) -> CommandParameter {
        let (name, description): (LocalizedText, LocalizedText) =
            switch command {
            case .status:
                (
                    text(command.rawValue, "estado", "estado"),
                    text("What is served now", "Lo que se sirve ahora", "O que é servido agora")
                )
            case .list:
                (
                    text(command.rawValue, "lista", "lista"),
                    text(
                        "Revisions that can be pinned (administrators)", "Revisiones que se pueden fijar (administradores)",
                        "Revisões que podem ser fixadas (administradores)")
                )
            case .pin:
                (
                    text(command.rawValue, "fijar", "fixar"),
                    text(
                        "Stay at a revision (administrators)", "Quedarse en una revisión (administradores)", "Ficar em uma revisão (administradores)")
                )
            case .unpin:
                (
                    text(command.rawValue, "soltar", "soltar"),
                    text(
                        "Follow the newest again (administrators)", "Volver a seguir la más reciente (administradores)",
                        "Voltar a seguir a mais recente (administradores)")
                )
            case .sync:
                (
                    text(command.rawValue, "sincronizar", "sincronizar"),
                    text(
                        "Look for a newer index now (administrators)", "Buscar ya un índice más reciente (administradores)",
                        "Procurar agora um índice mais recente (administradores)")
                )
            }
        let revision = CommandParameter(
            .string, name: text(Name.revision, "revisión", "revisão"),
            description: text("As the list shows it", "Como la muestra la lista", "Como a lista mostra"), isRequired: true, maximumLength: 200)
        return CommandParameter(.subcommand, name: name, description: description, options: command == .pin ? [revision] : [])
    }

    /// Spanish goes by two names at Discord.
    private static func text(_ english: String, _ spanish: String, _ portuguese: String) -> LocalizedText {
        LocalizedText(english, ["es-ES": spanish, "es-419": spanish, "pt-BR": portuguese])
    }
}
