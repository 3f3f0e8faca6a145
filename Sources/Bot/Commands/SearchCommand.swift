import ArgumentParser
import Base
import Foundation
import SearchIndex

/// `docent search "…" --top 8 --json`: retrieval alone.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Show what is found for a question, and why.",
        discussion: """
            With --queries each line of the file is {"id": "...", "text": "..."}, and each line of the output, in the same order, \
            {"id": "...", "hits": [{"chunk": 0, "score": 1.0, "arms": {...}, ...}]} with every key of the chunk's metadata. The file is \
            checked as a whole before anything is searched.
            """)

    @Argument(help: "The question.") var question: String?
    @Option(help: "How many chunks, 1 to 1000.") var top = 8
    @Option(help: "A file of questions as JSON lines; - is standard input.") var queries: String?
    @Flag(help: "Print JSON; with --queries it always is.") var json = false

    func validate() throws {
        guard (1...1000).contains(top) else { throw ValidationError("--top must be from 1 to 1000.") }
        guard (question == nil) != (queries == nil) else { throw ValidationError("Give either a question or --queries.") }
        guard question.map({ $0.allSatisfy(\.isWhitespace) }) != true else { throw ValidationError("The question is empty.") }
    }

    func run() async throws {
        let lines = try queries.map(QueryFile.read)
        let composition = try Composition.forCommand()
        let searcher = try IndexSearcher(index: try await composition.openIndex(), embedders: composition.embedders)
        if let lines { return try await answer(lines, with: searcher) }
        let hits = try await searcher.search([question ?? ""], top: top) { $1 }[0]
        guard json else { return Terminal.standardOutput(hits.map(\.paragraph).joined(separator: "\n")) }
        try JSONOutput.print(
            JSONValue.object(["revision": .string(searcher.index.manifest.revision), "hits": .array(hits.map { $0.json(withText: true) })]))
    }

    /// Prints the answers in the order of the questions. Those of a batch have their vectors made together and are printed together; while
    /// the last of one are searched, the next one's vectors are made.
    private func answer(_ queries: [QueryFile.Query], with searcher: IndexSearcher) async throws {
        try await OrderedBatches(size: 64, ahead: 2).run(queries) { [top] batch in
            try await searcher.search(batch.map(\.text), top: top) { number, hits in
                try JSONOutput.line(JSONValue.object(["id": batch[number].id, "hits": .array(hits.map { $0.json(withText: false) })]))
            }.joined()
        } take: {
            Terminal.standardOutput($0)
        }
    }
}
