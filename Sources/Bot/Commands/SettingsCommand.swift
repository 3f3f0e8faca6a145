import ArgumentParser

/// Prints the table of settings as it stands in the README.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Print the table of settings in Markdown.", shouldDisplay: false)

    func run() {
        Terminal.standardOutput(Setting.markdown + "\n")
    }
}
