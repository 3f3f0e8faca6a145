import Answering
import ArgumentParser
import Base
import Transport

/// `docent ask "…"`: one streamed answer in the terminal.
struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Answer one question from the active index; where there is none yet, it is fetched first.")

    @Argument(help: "The question.") var question: String
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard !question.allSatisfy(\.isWhitespace) else { throw ValidationError("The question is empty.") }
    }

    func run() async throws {
        let composition = try Composition.forCommand()
        _ = try await composition.openIndex()
        for try await event in composition.answerer.answer(Question(text: question)) {
            switch event {
            case .retrieved: continue
            case .text(let text): if !json { Terminal.standardOutput(text) }
            case .finished(let answer):
                if json { try JSONOutput.print(AnswerReport(answer)) } else { Terminal.standardOutput(AnswerReport(answer).footer) }
            }
        }
        composition.http.shutdown()
    }
}

/// A finished answer as `docent ask` prints it.
struct AnswerReport: Encodable {
    struct Source: Encodable {
        var number: Int
        var chunk: Int
        var title: String?
        var source: String?
        var page: Int?
        var section: String?
        var url: String?
        var text: String
    }

    var text: String
    /// `model`, `extracts` or `nothing_found`.
    var kind: String
    var model: String?
    var sources: [Source]
    var revision: String
    var language: Language

    init(_ answer: Answer) {
        text = answer.text
        switch answer.kind {
        case .model(let name): (kind, model) = ("model", name)
        case .extracts: kind = "extracts"
        case .nothingFound: kind = "nothing_found"
        }
        sources = answer.sources.map {
            let passage = $0.passage
            return Source(
                number: $0.number, chunk: passage.chunk, title: passage.title, source: passage.source, page: passage.page,
                section: passage.section, url: passage.url, text: passage.text)
        }
        revision = answer.revision
        language = answer.language
    }

    /// What follows the streamed text: the sources, who wrote it, and from which index.
    var footer: String {
        let lines = sources.map { source in
            let place = [source.page.map { "p. \($0)" }, source.section, source.url ?? source.source].compactMap(\.self).joined(separator: ", ")
            return "[\(source.number)] \(source.title ?? source.source ?? "")\(place.isEmpty ? "" : " (\(place))")"
        }
        let writer =
            switch kind {
            case "model": "written by \(model ?? "a language model")"
            case "extracts": "extracts, no language model"
            default: "nothing found"
            }
        return "\n\n\(lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n\n")(\(writer); index \(revision))\n"
    }
}
