import Base
import FlyingSocks
import Foundation
package import Logging
import ServiceLifecycle

/// Health, readiness, status, and the chat page with its API. It is up before anything else is ready, so that whoever watches the
/// process sees it live while the index is still being opened.
package struct WebServer: Service {
    private let listener: Listener
    private let router: Router
    private let limits: ServerLimits
    private let clock: any Clock<Duration>
    private let logger: Logger

    /// The port it listens on.
    package var port: UInt16 { listener.port }

    /// Takes the port at once, so that a taken one is known before anything else starts.
    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - chat: nil turns the local chat off: the page shows the status alone.
    ///   - triggers: What may be asked from outside.
    /// - Throws: `Problem` when the port is taken or not permitted.
    package init(port: UInt16, status: any StatusSource, chat: (any ChatService)?, triggers: Triggers, logger: Logger) throws {
        try self.init(
            port: port, status: status, chat: chat, triggers: triggers, limits: ServerLimits(), clock: ContinuousClock(), logger: logger)
    }

    init(
        port: UInt16, status: any StatusSource, chat: (any ChatService)?, triggers: Triggers, limits: ServerLimits, clock: any Clock<Duration>,
        logger: Logger
    ) throws {
        listener = try Listener(port: port)
        router = Router(status: status, chat: chat, triggers: triggers)
        self.limits = limits
        self.clock = clock
        self.logger = logger
    }

    /// Serves until graceful shutdown or cancellation. At shutdown no new connection is taken, and running answers get a few seconds.
    package func run() async throws {
        let pool: any AsyncSocketPool = SocketPool<Poll>.make(maxEvents: 64)
        try await pool.prepare()
        try await withThrowingTaskGroup { group in
            group.addTask { try await pool.run() }
            group.addTask { try await serve(with: pool) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func serve(with pool: any AsyncSocketPool) async throws {
        let socket = try AsyncSocket(socket: listener.socket, pool: pool)
        let open = OpenConnections(limit: limits.connections)
        await withDiscardingTaskGroup { group in
            while let client = await cancelWhenGracefulShutdown({ await next(from: socket) }) {
                guard open.enter() else {
                    turnAway(client)
                    continue
                }
                group.addTask {
                    await Connection(socket: client, router: router, limits: limits, clock: clock, logger: logger).serve()
                    open.leave()
                }
            }
            try? await withDeadline(after: limits.stop, clock: clock) { await open.waitUntilNone() }
            group.cancelAll()
        }
    }

    /// The next client, or nil when no more are to be served.
    private func next(from socket: AsyncSocket) async -> AsyncSocket? {
        while !Task.isCancelled {
            do {
                let client = try await socket.accept()
                Listener.closeOnExec(client.socket)
                if let size = limits.sendBuffer { try client.socket.setValue(size, for: .sendBufferSize) }
                return client
            } catch {
                // A client that left again, or no file descriptor free: neither ends the server. The pause keeps a lack of descriptors
                // from becoming a busy loop.
                logger.debug("no connection taken", metadata: ["reason": "\(error)"])
                try? await clock.sleep(for: .milliseconds(50))
            }
        }
        return nil
    }

    /// Says why, as far as the kernel takes it at once, and closes.
    private func turnAway(_ client: AsyncSocket) {
        let response = Response.refusal(.tooManyConnections)
        if case .whole(let body) = response.body { _ = try? client.socket.write(Data(response.head(chunked: false) + body)) }
        try? client.close()
    }
}
