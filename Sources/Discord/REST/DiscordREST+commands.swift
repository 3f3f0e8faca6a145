import Base
import HTTPTypes

/// Where the commands are registered that the bot offers in every server and in direct messages; tests script another.
package protocol CommandRegistry: Sendable {
    /// Registers the commands, unless exactly these are registered already: Discord limits how often they may be written, and members' menus
    /// take a while to follow.
    /// - Returns: Whether there was something to change.
    /// - Throws: `DiscordError` or `CancellationError`.
    @discardableResult
    func register(_ commands: [ApplicationCommand], for application: Snowflake) async throws -> Bool
}

extension DiscordREST: CommandRegistry {
    @discardableResult
    package func register(_ commands: [ApplicationCommand], for application: Snowflake) async throws -> Bool {
        let registered = try await self.commands(of: application)
        if ApplicationCommand.isSame(commands, as: registered) { return false }
        try await overwriteCommands(of: application, with: commands)
        return true
    }

    /// What is registered.
    package func commands(of application: Snowflake) async throws -> [ApplicationCommand] {
        try await fetch(Call(.get, "/applications/\(application)/commands?with_localizations=true", "/applications/:id/commands"))
    }

    /// Replaces everything that is registered.
    package func overwriteCommands(of application: Snowflake, with commands: [ApplicationCommand]) async throws {
        let body = JSONValue.array(commands.map(\.body))
        _ = try await perform(Call(.put, "/applications/\(application)/commands", "/applications/:id/commands", body: body))
    }
}
