import ArgumentParser

/// `docent run`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the bot: follow the index, answer in Discord, serve the page.",
        discussion: "Without DISCORD_TOKEN the chat page stands in Discord's place.\n\n" + Setting.help)

    func run() async throws {
        let settings = try Settings.load()
        try await Composition(settings, level: settings.logLevel).run()
    }
}
