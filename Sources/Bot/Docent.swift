import ArgumentParser
import Base
import IndexBuild
import IndexSync

#if canImport(Glibc)
    import Glibc
#endif

/// The command line.
struct Docent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docent", abstract: "Answers questions in Discord from a team's own documents.",
        discussion: "Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 an artifact was made but some documents failed, 75 try again later.",
        version: Version.current,
        subcommands: [
            RunCommand.self, AskCommand.self, SearchCommand.self, IngestCommand.self, PublishCommand.self, IndexCommand.self, ModelCommand.self,
            SettingsCommand.self,
        ])
}

/// What this build calls itself.
enum Version {
    static let current = "1.0.0"
    /// Where the project lives; Discord and OpenRouter want to be told.
    static let project = "https://github.com/docent-bot/docent"
}

/// Runs a command and turns its end into an exit code: errors are printed here, once, and nowhere else.
@main enum Main {
    static func main() async {
        // A reader of our output that goes away is seen by the write that fails.
        signal(SIGPIPE, SIG_IGN)
        ResidentMemory.sharePools()
        let arguments = Array(CommandLine.arguments.dropFirst())
        // This program starts itself as a worker, so that what may crash does so in a process of its own.
        if arguments.first == ProbeWorker.flag { exit(ProbeWorker.main(arguments: arguments, interaction: Embedders.interaction(pack:))) }
        if arguments.first == ExtractWorker.argument { exit(ExtractWorker.main(arguments: CommandLine.arguments)) }
        do {
            var command = try Docent.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(report(error))
        }
    }

    /// Prints what went wrong, and says with which code to end.
    static func report(_ error: any Error) -> Int32 {
        switch error {
        case let problem as Problem:
            Terminal.standardError("docent: \(problem)\n")
            return problem.exitCode
        case let code as ExitCode:
            // All has been said already.
            return code.rawValue
        case is CancellationError:
            Terminal.standardError("docent: interrupted\n")
            return 1
        default:
            return reportUsage(error)
        }
    }

    /// ArgumentParser's own errors: help and version are no failure, and everything else that it finds is wrong usage.
    private static func reportUsage(_ error: any Error) -> Int32 {
        let code = Docent.exitCode(for: error)
        let message = Docent.fullMessage(for: error)
        switch code {
        case .success:
            Terminal.standardOutput(message + "\n")
            return 0
        case .validationFailure:
            Terminal.standardError(message.replacing("Error: ", with: "docent: ", maxReplacements: 1) + "\n")
            return 2
        default:
            Terminal.standardError("docent: \(error)\n")
            return 1
        }
    }
}
