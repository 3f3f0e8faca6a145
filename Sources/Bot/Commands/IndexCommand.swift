import ArgumentParser
import Base
import Foundation
import Hub
import IndexSync

/// `docent index …`: what an operator does by hand, also beside a running bot.
struct IndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "See which index is served and which could be, and go back to one.",
        subcommands: [Status.self, List.self, Sync.self, PinCommand.self, Unpin.self, Verify.self])
}

extension IndexCommand {
    /// What is on disk.
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What is stored, active, pinned and refused on this machine.")
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            let composition = try Composition.forCommand()
            let told = try composition.told()
            let report = IndexReport(
                StoredState(composition.syncConfiguration), told.history, trouble: told.trouble,
                source: composition.settings.indexSource?.description)
            if json { try JSONOutput.print(report) } else { Terminal.standardOutput(report.text) }
        }
    }

    /// What can be pinned.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revisions on this machine and at the source that can be pinned, and those that were refused.")
        @Option(help: "How many of the source's revisions.") var limit = 20
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            guard (1...1000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000.") }
        }

        func run() async throws {
            let (list, problem) = try await Composition.forCommand().indexList(limit: limit)
            if json { try JSONOutput.print(list) } else { Terminal.standardOutput(list.text) }
            if let problem { throw problem }
        }
    }

    /// Looks now.
    struct Sync: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetch what is published now; a refused revision is tried again. A running bot follows at once.")
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            let composition = try Composition.forCommand()
            let note = LookNote(storage: composition.settings.localStorage)
            let bots = StoredState(composition.syncConfiguration).readers
            // Also when it fails here: the bot may have what this shell lacks.
            defer { Self.tell(bots, by: note) }
            let result = try await OneShotSync(composition.syncParts(composition.openState())).run(refresh: true)
            if json {
                try JSONOutput.print(["revision": result.record.revision, "problem": result.problem?.description])
            } else {
                Terminal.standardOutput("Active: revision \(result.record.revision), \(result.record.chunks) chunks.\n")
            }
            if let problem = result.problem { throw problem }
        }

        /// Has running bots look. Those that cannot be told look at their next poll.
        private static func tell(_ bots: [Int32], by note: LookNote) {
            do {
                try note.write()
                let names = bots.map(String.init).joined(separator: ", ")
                if !bots.isEmpty { Terminal.standardError("docent: the running bot was told (process \(names))\n") }
            } catch {
                Terminal.standardError("docent: a running bot follows at its next poll, it could not be told: \(error)\n")
            }
        }
    }

    /// Goes back to a revision, or stays at one.
    struct PinCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pin", abstract: "Stay at a revision, commit or tag. A running bot follows within moments.")
        @Argument(help: "As `docent index list` shows it.") var reference: String

        func run() async throws {
            let composition = try Composition.forCommand()
            let settings = composition.settings
            let doubt = try await composition.doubt(about: reference)
            try PinFile(storage: settings.localStorage).write(reference)
            Terminal.standardOutput("Pinned to \(reference).\n")
            if let doubt { Terminal.standardError("docent: the pin takes effect when the revision can be fetched: \(doubt)\n") }
            if let other = settings.indexRevision, other != reference {
                Terminal.standardError("docent: INDEX_REVISION=\(other) is set and goes before the pin; remove it to use the pin.\n")
            }
        }
    }

    /// Follows the newest again.
    struct Unpin: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Follow the newest published index again.")

        func run() async throws {
            let settings = try Settings.load()
            try PinFile(storage: settings.localStorage).remove()
            Terminal.standardOutput("Not pinned.\n")
            if let revision = settings.indexRevision {
                Terminal.standardError("docent: INDEX_REVISION=\(revision) is still set and pins; remove it to follow the newest.\n")
            }
        }
    }
}
