import Base
import Foundation

extension Settings {
    /// Reads the environment and `.env`: the only place that does.
    /// - Throws: One `Problem` that names every mistake.
    static func load() throws -> Settings {
        try load(
            environment: ProcessInfo.processInfo.environment, files: { FileManager.default.contents(atPath: $0).map(Array.init) },
            temporaryDirectory: NSTemporaryDirectory())
    }

    /// - Parameter files: Reads a file, or gives nil where there is none.
    /// - Throws: One `Problem` that names every mistake.
    static func load(
        environment: [String: String], files: (String) -> [UInt8]?, temporaryDirectory: String
    ) throws -> Settings {
        let file = EnvironmentFile.parse(files(".env") ?? [])
        var reader = SettingsReader(file.values.merging(environment) { $1.isEmpty ? $0 : $1 }, mistakes: file.mistakes)
        let settings = Settings(&reader, files: files, temporaryDirectory: (temporaryDirectory as NSString).standardizingPath)
        guard reader.mistakes.isEmpty else {
            throw Problem(
                .usage, what: "the settings are not valid", location: "", reason: "\n  " + reader.mistakes.joined(separator: "\n  "),
                remedy: "`docent run --help` lists all settings.")
        }
        return settings
    }
}
