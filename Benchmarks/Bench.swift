import ArgumentParser

/// Measures the parts of Docent on sets and indexes of known content.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docent-bench", abstract: "Measures quality, time and memory.",
        subcommands: [
            RetrievalCommand.self, RelevanceCommand.self, QuestionsCommand.self, BuildCommand.self, LatencyCommand.self, MemoryCommand.self,
            ReplyCommand.self,
            SwapCommand.self, MetaCommand.self, SoakCommand.self, EmbedCommand.self, LabelsCommand.self,
        ])
}
