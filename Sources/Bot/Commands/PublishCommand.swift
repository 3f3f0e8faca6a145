import ArgumentParser
import Base
import Hub
import SearchIndex

/// `docent publish DIR --to DEST`
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Publish an artifact where bots read it: the data first, the manifest last.")

    @Argument(help: "The folder that holds manifest.json, faiss.index and meta.json.") var folder: String
    @Option(help: "Where to: file:///dir.") var to: String
    @Flag(help: "Print the result as JSON.") var json = false

    func run() async throws {
        let revision = try await Self.publish(folder, to: to)
        if json {
            try JSONOutput.print(["destination": to, "revision": revision])
        } else {
            Terminal.standardOutput("Published revision \(revision) to \(to).\n")
        }
    }

    /// Publishes with a progress line.
    /// - Returns: The revision under which it can be read and pinned.
    static func publish(_ folder: String, to address: String) async throws -> String {
        let destination = try SourceAddress(address, setting: "--to").destination()
        guard LocalFile.exists("\(folder)/\(ArtifactLayout.manifest)") else {
            throw Problem(
                what: "cannot publish the artifact", location: folder, reason: "there is no \(ArtifactLayout.manifest) in it",
                remedy: "Give the folder that `docent ingest` wrote with --output.")
        }
        let progress = ProgressLine()
        defer { progress.finish() }
        do {
            return try await destination.publish(folder: folder) {
                progress.update("Publishing \($0.file)", done: $0.bytesDone, total: $0.bytesTotal)
            }
        } catch let error as HubError {
            throw error.problem(at: address)
        }
    }
}
