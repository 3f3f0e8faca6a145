import ArgumentParser
import Foundation

/// Prints the texts of the comparison as one JSON array, for `Tests/Fixtures/embedding/reference.py`.
struct EmbedTextsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "texts", abstract: "Prints the texts on which model and reference are compared.")

    @Option(help: "Folder of the sets.") var data = "../shared/data/retrieval"

    func run() throws {
        FileHandle.standardOutput.write(try JSONEncoder().encode(try AgreementTexts(folder: data).all))
    }
}
