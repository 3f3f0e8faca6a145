import Foundation
import TestSupport
import Testing

/// Other people's clients as processes that end by themselves, and at the latest when their time is up. `scripts/test` makes the Python
/// environment with them and names it in DOCENT_TEST_PYTHON.
enum ForeignProgram {
    static let python = ProcessInfo.processInfo.environment["DOCENT_TEST_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }

    /// Runs a script of Tests/Fixtures/clients.
    /// - Returns: What it printed.
    static func script(_ name: String, _ arguments: [String], environment: [String: String] = [:], folder: String) async throws -> String {
        let path = URL(filePath: #filePath).appending(path: "../../Fixtures/clients/\(name).py").standardized.path
        return try await run(python ?? "", [path] + arguments, environment: environment, folder: folder)
    }

    /// Runs a program to its end, and expects it to do its work within a minute.
    /// - Returns: What it printed.
    static func run(_ program: String, _ arguments: [String], environment: [String: String], folder: String) async throws -> String {
        let whole = ["PATH": "/usr/bin:/bin", "HOME": folder, "NO_PROXY": "*"].merging(environment) { $1 }
        let process = try RunningProgram(program, arguments, environment: whole, folder: folder)
        let code = try await process.finish(within: .seconds(60))
        try #require(code == 0, "\(arguments)\n\(process.lines.suffix(40).joined(separator: "\n"))")
        return process.lines.joined(separator: "\n")
    }
}
