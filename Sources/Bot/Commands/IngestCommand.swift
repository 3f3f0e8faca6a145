import ArgumentParser
import Base
import Embedding
import Foundation
import Hub
import IndexBuild

/// `docent ingest DIR --output DIR [--publish DEST]`
struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest", abstract: "Turn documents into an artifact. A run that was interrupted goes on where it stopped.",
        discussion: """
            Reads .pdf, .docx, .doc, .rtf, .html, .md, .txt, and .jsonl with a chunk on each line.

            Ends with 0 when all documents are in the artifact; 3 when it was made and published, but some documents failed; 1 when none \
            could be read, and then the artifact that was there before is left as it was.
            """)

    @Argument(help: "The folder of documents, or one document.") var input: String
    @Option(help: "The artifact's folder; made when it is missing.") var output: String
    @Option(help: "Publish it then, as `docent publish` does: hf://datasets/org/name, github://owner/repo or file:///dir.") var publish: String?
    @Option(help: "Sign what is published with the Ed25519 private key in this file.") var signKey: String?
    @Option(help: "The artifact's revision; by default it follows from the documents.") var revision: String?
    @Flag(help: "Print the result as JSON.") var json = false

    func run() async throws {
        // A wrong address is better known before the work than after.
        let destination = try publish.map { try SourceAddress($0, setting: "--publish") }
        let composition = try Composition.forCommand()
        let model = try composition.embedders.embeddedModel()
        let configuration = IngestConfiguration(
            input: input, output: output, revision: revision, createdAt: Date.now.formatted(.iso8601), generator: "docent \(Version.current)")
        let progress = ProgressLine()
        let report = try await Ingestion(
            configuration: configuration, embedder: model, tokens: TokenCounter(name: model.tokenizer) { model.tokens(in: $0).count },
            observe: { Self.show($0, on: progress) }
        ).run()
        progress.finish()
        Terminal.standardError(report.summary + "\n")
        guard let artifact = report.artifact else {
            if json { try JSONOutput.print(Result(report, published: nil)) }
            throw Problem(
                what: "no document could be read", location: input, reason: "the reasons stand above",
                remedy: "Correct the documents and run it again; what was in the output folder before is still there.")
        }
        var published: String?
        if let destination {
            published = try await PublishCommand.publish(output, to: destination, signKey: signKey, composition).revision
        }
        if json {
            try JSONOutput.print(Result(report, published: published))
        } else {
            Terminal.standardOutput("\(artifact.folder): revision \(artifact.revision), \(artifact.chunks) chunks\n")
        }
        if report.exitCode != 0 { throw ExitCode(report.exitCode) }
    }

    private static func show(_ state: IngestProgress, on line: ProgressLine) {
        switch state.phase {
        case .documents:
            let detail =
                "\(state.filesDone)/\(state.filesTotal) files, \(state.chunks) chunks\(state.failures > 0 ? ", \(state.failures) failed" : "")"
            line.update("Reading documents", done: Int64(state.filesDone), total: Int64(state.filesTotal), detail: detail)
        case .artifact: line.update("Writing the artifact", done: 0, total: 0)
        }
    }

    private struct Result: Encodable {
        struct Failure: Encodable {
            var file: String
            var outcome: String
            var reason: String
        }

        /// Nil, with revision and chunks, when no document could be read.
        var folder: String?
        var revision: String?
        var chunks: Int?
        var documents: Int
        var failures: [Failure]
        var published: String?

        init(_ report: IngestReport, published: String?) {
            folder = report.artifact?.folder
            revision = report.artifact?.revision
            chunks = report.artifact?.chunks
            documents = report.documents.count
            failures = report.failures.map { Failure(file: $0.path, outcome: $0.outcome.rawValue, reason: $0.reason) }
            self.published = published
        }
    }
}
