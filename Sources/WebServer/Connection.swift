import Base
import FlyingSocks
import Foundation
import Logging

#if canImport(Glibc)
    import Glibc
#endif

/// One client: reads its request, answers it, and closes. Every wait has an end, so that a client that drips its request or never
/// reads its answer holds a connection for a bounded time and a bounded number of bytes.
struct Connection: Sendable {
    let socket: AsyncSocket
    let router: Router
    let limits: ServerLimits
    let clock: any Clock<Duration>
    let logger: Logger

    func serve() async {
        defer { try? socket.close() }
        do {
            try await withDeadline(after: limits.exchange, clock: clock) {
                guard let request = try await readRequest() else { return }
                try await send(await router.respond(to: request), to: request)
                try await linger()
            }
        } catch {
            // The client is gone, too slow, or the server is stopping: nobody is left to be told.
            logger.debug("connection ended early", metadata: ["reason": "\(error)"])
        }
    }

    /// The request, or nil when it was refused or nothing came.
    private func readRequest() async throws -> Request? {
        let outcome: RequestReader.Step
        do {
            outcome = try await withDeadline(after: limits.request, clock: clock) { try await readSteps() }
        } catch is DeadlinePassed {
            outcome = .refuse(.tooSlow)
        }
        switch outcome {
        case .handle(let request): return request
        case .refuse(let refusal):
            try await send(.refusal(refusal), to: nil)
            try await linger()
            return nil
        case .readMore, .sayContinue: return nil
        }
    }

    private func readSteps() async throws -> RequestReader.Step {
        var reader = RequestReader(bounds: limits.bounds)
        while true {
            switch reader.feed(try await socket.read(atMost: 4096)) {
            case .readMore: continue
            case .sayContinue: try await socket.write(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8))
            case let end: return end
            }
        }
    }

    private func send(_ response: Response, to request: Request?) async throws {
        let isChunked = request?.understandsChunks ?? true
        let head = response.head(chunked: isChunked)
        switch response.body {
        case .whole(let bytes): try await write(request?.method == "HEAD" ? head : head + bytes)
        case .chat(let updates):
            try await write(head)
            try await stream(updates, chunked: isChunked)
        }
    }

    private func write(_ bytes: [UInt8]) async throws {
        try await withDeadline(after: limits.write, clock: clock) { try await socket.write(Data(bytes)) }
    }

    /// Closing while the client still sends makes its kernel throw the answer away; so the end is announced, and what still comes is
    /// read and dropped for a moment (RFC 9112, 9.6).
    private func linger() async throws {
        shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
        do {
            try await withDeadline(after: limits.linger, clock: clock) { try await drain() }
        } catch is DeadlinePassed {
            return
        }
    }

    /// Reads until the client closes or has sent more than anybody needs to.
    private func drain() async throws {
        var rest = limits.drained
        do {
            while rest > 0 { rest -= try await socket.read(atMost: 4096).count }
        } catch SocketError.disconnected {
            return
        }
    }
}

extension Connection {
    /// Writes the answer as server-sent events while it comes about. When the client closes, everything stops, the answer's own work too.
    private func stream(_ updates: any AsyncSequence<ChatUpdate, any Error> & Sendable, chunked: Bool) async throws {
        let outbox = Outbox(limit: limits.outbox)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await Self.pump(updates, into: outbox)
                return false
            }
            group.addTask {
                while true {
                    try await clock.sleep(for: limits.heartbeat)
                    outbox.beat(ServerSentEvent.heartbeat)
                }
            }
            group.addTask {
                try await drain()
                throw SocketError.disconnected
            }
            group.addTask {
                try await deliver(outbox, chunked: chunked)
                return true
            }
            defer { group.cancelAll() }
            while let isDelivered = try await group.next(), !isDelivered {}
        }
    }

    private static func pump(_ updates: any AsyncSequence<ChatUpdate, any Error> & Sendable, into outbox: Outbox) async throws {
        do {
            for try await update in updates { try outbox.append(ServerSentEvent(update).bytes) }
        } catch let overflow as Outbox.Overflow {
            throw overflow
        } catch {
            try outbox.append(ServerSentEvent(failure: error).bytes)
        }
        outbox.finish()
    }

    private func deliver(_ outbox: Outbox, chunked: Bool) async throws {
        for await _ in outbox.signals {
            let (bytes, isLast) = outbox.take()
            var piece = bytes
            if chunked {
                piece = bytes.isEmpty ? [] : Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
                if isLast { piece += Array("0\r\n\r\n".utf8) }
            }
            if !piece.isEmpty { try await write(piece) }
            if isLast { return }
        }
    }
}
