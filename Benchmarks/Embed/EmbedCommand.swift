import ArgumentParser

/// What the embedded model costs, and how near it is to its reference.
struct EmbedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed", abstract: "Speed and memory of the embedded model, and its agreement with the reference.",
        subcommands: [
            EmbedSpeedCommand.self, EmbedMemoryCommand.self, EmbedQuestionsCommand.self, EmbedTextsCommand.self, EmbedAgreementCommand.self,
        ])
}
