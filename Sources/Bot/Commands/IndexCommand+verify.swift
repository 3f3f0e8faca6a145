import ArgumentParser
import Base
import IndexSync

extension IndexCommand {
    /// Tries an artifact before it is published.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try an artifact as a bot would that found it published: hashes, counts, a search.")
        @Argument(help: "The folder that holds manifest.json, faiss.index and meta.json.") var folder: String
        @Flag(help: "Print the result as JSON.") var json = false

        func run() async throws {
            let composition = try Composition.forCommand()
            let progress = ProgressLine()
            defer { progress.finish() }
            let record = try await composition.check(folder, progress)
            if json {
                try JSONOutput.print(["revision": .string(record.revision), "chunks": .integer(Int64(record.chunks))] as JSONValue)
            } else {
                Terminal.standardOutput("\(folder) is good: revision \(record.revision), \(record.chunks) chunks.\n")
            }
        }
    }
}
