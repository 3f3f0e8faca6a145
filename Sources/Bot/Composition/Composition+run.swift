import Answering
import Base
import Discord
import IndexSync
import Logging
import ServiceLifecycle
import Synchronization
import Transport
import UnixSignals
import WebServer

extension Composition {
    /// Runs the bot until a signal ends it. The web server comes first, so that health is answered while the index is still being opened;
    /// services stop in reverse, so that answers under way are finished before the connections that they need are closed.
    /// - Throws: `Problem` when the port is taken or the storage directory cannot be used.
    func run() async throws {
        let state = try openState()
        var (parts, operations) = (syncParts(state), settings.operationsChannel.map { OperationsChannel($0, logger: logger("operations")) })
        parts.tell = operations?.tell
        let synchronizer = IndexSynchronizer(parts)
        let discord = discord(state, synchronizer)
        operations?.messaging = discord?.session.rest
        let status = BotStatus(
            languageModels: settings.chatModel?.models ?? [], holder: holder, trial: trial, meters: meters, sync: { synchronizer.status },
            discord: { discord.map { .init($0.session) } ?? .init(state: .off) })
        let answerer = answerer
        let server = try WebServer(
            port: settings.port, status: status, chat: discord == nil ? LocalChat { answerer.answer($0) } : nil,
            triggers: triggers(synchronizer), logger: logger("web"))
        Terminal.standardOutput("Docent \(Version.current): http://localhost:\(server.port)\n")
        // The backup ends last of those that write, so that nothing of them is missing in it.
        var services: [any Service] = [server]
        if let backup = backup(of: state) { services.append(backup) }
        services += [synchronizer, MemoryKeeper()]
        if let operations, discord != nil { services.append(operations) }
        if let discord { services += [discord.session, discord.desk] }
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger("docent"))
        // Containers are killed ten seconds after they were asked to end.
        configuration.maximumGracefulShutdownDuration = .seconds(7)
        let group = ServiceGroup(configuration: configuration)
        let ending = Ending()
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask { try await Self.endAnyway(ending) }
            tasks.addTask {
                await Self.lookAtHangup(synchronizer)
                ending.isAsked.withLock { $0 = true }
                await group.triggerGracefulShutdown()
                try await ContinuousClock().sleep(for: .seconds(60))
            }
            defer { tasks.cancelAll() }
            do {
                try await tasks.next()
            } catch  where ending.isAsked.withLock(\.self) {
                // What does not end in its time is broken off, and may complain; the process ends as it was asked to.
                logger("docent").notice("Not everything ended in time", metadata: ["cause": "\(error)"])
            }
        }
        http.shutdown()
    }
}
