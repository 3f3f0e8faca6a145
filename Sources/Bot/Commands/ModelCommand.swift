import ArgumentParser
import Base
import Embedding
import Foundation

/// `docent model pack DIR --output FILE`, `docent model verify FILE`
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Prepare the embedded model.", subcommands: [Pack.self, Verify.self])

    /// Turns the published weights into the file that is mapped into memory.
    struct Pack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Pack the model's published files for use.")
        @Argument(help: "The folder that scripts/fetch-model made.") var folder: String
        @Option(help: "The file to write.") var output: String

        func run() async throws {
            let parent = URL(fileURLWithPath: output).deletingLastPathComponent()
            do {
                try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            } catch {
                throw Problem.system("cannot make the model's folder", at: parent.path, cause: error)
            }
            try ModelPacker.pack(folder: folder, output: output)
            Terminal.standardOutput("Packed \(output).\n")
        }
    }

    /// Says whether a pack is of this program's version and whole.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check a packed model: its version and every checksum.")
        @Argument(help: "The packed file.") var file: String

        func run() async throws {
            let pack = try ModelPack(path: file)
            try pack.verify()
            Terminal.standardOutput("\(file) is whole: \(pack.info.model).\n")
        }
    }
}
