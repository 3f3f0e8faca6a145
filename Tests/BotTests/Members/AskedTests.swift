import Answering
import Discord
import Testing

@testable import docent

@Suite struct AskedTests {
    /// What tells nothing by its words is taken for the language of the server.
    @Test(
        arguments: [
            ("¿Dónde está el índice de los documentos?", "pt-BR", .spanish), ("What is the index of the documents?", "es-ES", .english),
            ("", "es-ES", .spanish), ("", "pt-BR", .portuguese), ("", "de", .english), ("", nil, .english),
        ] as [(String, String?, Language)])
    func `the language is that of the question, or else of the server`(text: String, locale: String?, language: Language) {
        let question = IncomingQuestion(message: "1", channel: "2", guild: "3", author: "4", authorName: "Ana", text: text, locale: locale)
        #expect(Asked(question).language == language)
    }
}
