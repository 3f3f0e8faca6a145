import ArgumentParser
import Base
import Foundation
import Hub
import SearchIndex

/// `docent publish DIR --to DEST`
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Publish an artifact where bots read it: the data first, the manifest last.")

    @Argument(help: "The folder that holds manifest.json, faiss.index and meta.json.") var folder: String
    @Option(help: "Where to: file:///dir.") var to: String
    @Option(help: "Sign the manifest with the Ed25519 private key in this file, for bots with INDEX_PUBLIC_KEY.") var signKey: String?
    @Flag(help: "Print the result as JSON.") var json = false

    func run() async throws {
        let revision = try await Self.publish(folder, to: to, signKey: signKey)
        if json {
            try JSONOutput.print(["destination": to, "revision": revision])
        } else {
            Terminal.standardOutput("Published revision \(revision) to \(to).\n")
        }
    }

    /// Publishes with a progress line.
    /// - Parameter signKey: The file of the key that signs.
    /// - Returns: The revision under which it can be read and pinned.
    static func publish(_ folder: String, to address: String, signKey: String?) async throws -> String {
        let signer = try signKey.map(signer)
        let destination = try SourceAddress(address, setting: "--to").destination()
        guard LocalFile.exists("\(folder)/\(ArtifactLayout.manifest)") else {
            throw Problem(
                what: "cannot publish the artifact", location: folder, reason: "there is no \(ArtifactLayout.manifest) in it",
                remedy: "Give the folder that `docent ingest` wrote with --output.")
        }
        let progress = ProgressLine()
        defer { progress.finish() }
        do {
            return try await destination.publish(folder: folder, signer: signer) {
                progress.update("Publishing \($0.file)", done: $0.bytesDone, total: $0.bytesTotal)
            }
        } catch let error as HubError {
            throw error.problem(at: address)
        }
    }

    /// The key may come by a pipe, so that a job need not write it to a disk.
    private static func signer(_ path: String) throws -> ManifestSigner {
        guard let file = FileHandle(forReadingAtPath: path), let bytes = try file.read(upToCount: 16 << 10) else {
            throw Problem(
                .usage, what: "cannot read the key for signing", location: path, reason: "the file cannot be opened, or is empty",
                remedy: "Give a file that this user may read with --sign-key.")
        }
        return try ManifestSigner(Secret(String(decoding: bytes, as: UTF8.self)), file: path)
    }
}
