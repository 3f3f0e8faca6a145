import ArgumentParser
import Base
import Foundation
import Hub
import SearchIndex

/// `docent publish DIR --to DEST`
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Publish an artifact where bots read it: the data first, the manifest last.",
        discussion: """
            The artifact is first tried as a bot would try it. On the Hub it becomes two commits and a tag, on GitHub a release, which \
            nobody sees before all of it is there; HF_TOKEN or GITHUB_TOKEN must be allowed to write.

            Whatever fails, what was published before is still served, and the same command goes on where it stopped.
            """)

    @Argument(help: "The folder that holds manifest.json, faiss.index and meta.json.") var folder: String
    @Option(help: "Where to: hf://datasets/org/name[@branch], github://owner/repo[@tag] or file:///dir.") var to: String
    @Option(help: "Sign the manifest with the Ed25519 private key in this file, for bots with INDEX_PUBLIC_KEY.") var signKey: String?
    @Flag(help: "Print the result as JSON.") var json = false

    func run() async throws {
        let address = try SourceAddress(to, setting: "--to")
        let published = try await Self.publish(folder, to: address, signKey: signKey, try Composition.forCommand())
        if json {
            try JSONOutput.print(["destination": to, "revision": published.revision, "tag": published.tag])
        } else {
            Terminal.standardOutput("Published revision \(published.revision) to \(to)\(published.tag.map { ", tag \($0)" } ?? "").\n")
        }
    }

    /// Tries the artifact, then publishes it, with a progress line.
    /// - Parameter signKey: The file of the key that signs.
    static func publish(
        _ folder: String, to address: SourceAddress, signKey: String?, _ composition: Composition
    ) async throws -> PublishedRevision {
        let signer = try signKey.map(signer)
        guard LocalFile.exists("\(folder)/\(ArtifactLayout.manifest)") else {
            throw Problem(
                what: "cannot publish the artifact", location: folder, reason: "there is no \(ArtifactLayout.manifest) in it",
                remedy: "Give the folder that `docent ingest` wrote with --output.")
        }
        let progress = ProgressLine()
        defer { progress.finish() }
        _ = try await composition.check(folder, progress)
        do {
            return try await address.destination(composition.stores).publish(folder: folder, signer: signer) {
                progress.update("Publishing \($0.file)", done: $0.bytesDone, total: $0.bytesTotal)
            }
        } catch let error as HubError {
            throw error.problem(at: address.description, while: .publishing)
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
