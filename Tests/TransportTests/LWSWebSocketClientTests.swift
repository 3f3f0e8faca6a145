import Foundation
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import Transport

/// `LWSWebSocketClient` against a server that writes every frame by hand.
@Suite final class LWSWebSocketClientTests: Sendable {
    let client = LWSWebSocketClient(.init(userAgent: "Probe/1"))
    /// A server that nobody holds cuts its connections.
    private let servers = Mutex<[StandInServer]>([])

    /// Connects to a server that, once it has upgraded, does as the script says.
    private func connect(
        maximumMessageSize: Int = 1 << 20, script: @escaping @Sendable (StandInWebSocket, StandInConnection) throws -> Void
    ) async throws -> any WebSocketConnection {
        let server = try StandInServer { request, connection in
            try script(StandInWebSocket(upgrading: request, on: connection), connection)
            connection.finish()
        }
        servers.withLock { $0.append(server) }
        return try await client.connect(
            to: WebSocketRequest(url: "\(server.webSocketURL)/?v=10", maximumMessageSize: maximumMessageSize))
    }

    private func events(_ connection: any WebSocketConnection) async -> [WebSocketEvent] {
        await connection.events.reduce(into: []) { $0.append($1) }
    }

    @Test func `the handshake has the fields asked for, a user agent and no origin`() async throws {
        let seen = Mutex<StandInRequest?>(nil)
        let server = try StandInServer { request, connection in
            seen.withLock { $0 = request }
            _ = try StandInWebSocket(upgrading: request, on: connection).receiveText()
        }
        let fields: HTTPFields = [.authorization: "Bearer x", .origin: "http://evil.example"]
        _ = try await client.connect(to: WebSocketRequest(url: "\(server.webSocketURL)/gate?v=10&encoding=json", fields: fields))
        let request = try #require(seen.withLock { $0 })
        #expect(request.target == "/gate?v=10&encoding=json")
        #expect(request.header("Host") == "127.0.0.1:\(server.port)")
        #expect(request.header("Authorization") == "Bearer x")
        #expect(request.header("User-Agent") == "Probe/1")
        #expect(request.header("Origin") == nil)
        #expect(request.header("Sec-WebSocket-Extensions") == nil)
    }

    @Test func `messages arrive whole and in order, whatever lies between their fragments`() async throws {
        let large = String(repeating: "ñ", count: 400_000)
        let connection = try await connect { socket, _ in
            try socket.send("one")
            let text = Array("zwei € drei".utf8)
            for (index, byte) in text.enumerated() {
                try socket.send(index == 0 ? .text : .continuation, [byte], isFinal: index == text.count - 1)
                if index == 3 { try socket.send(.ping, [1, 2]) }
            }
            try socket.send(large)
            try socket.send(.binary, [0, 255])
            try socket.send(.text, [])
            while try socket.receive().opcode != .pong {}
            try socket.close(4004, reason: "Authentication failed")
        }
        #expect(
            await events(connection) == [
                .text("one"), .text("zwei € drei"), .text(large), .binary([0, 255]), .text(""),
                .ended(.closedByPeer(code: 4004, reason: "Authentication failed")),
            ])
    }

    @Test(arguments: [(1000, 1000), (1001, 1001), (4000, 4000), (4014, 4014), (1012, 1002)])
    func `a close code arrives`(sent: Int, seen: Int) async throws {
        let connection = try await connect { socket, _ in try socket.close(UInt16(sent), reason: "why") }
        #expect(await events(connection) == [.ended(.closedByPeer(code: UInt16(seen), reason: "why"))])
    }

    @Test func `a close frame without a code is told apart`() async throws {
        let connection = try await connect { socket, _ in try socket.send(.close, []) }
        #expect(await events(connection) == [.ended(.closedByPeer(code: nil, reason: ""))])
    }

    @Test func `large texts are sent whole, in order, and before the close frame`() async throws {
        let large = String(repeating: "x€", count: 75_000)
        let received = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingOldest(10))
        let connection = try await connect { socket, _ in
            for _ in 0..<3 { received.continuation.yield(try socket.receiveText() ?? "closed") }
            let close = try socket.receive()
            received.continuation.yield("\(close.closeCode ?? 0) \(String(decoding: close.payload.dropFirst(2), as: UTF8.self))")
            received.continuation.finish()
            try socket.send(.close, close.payload)
        }
        for text in ["a", large, ""] { connection.send(text) }
        connection.close(code: 4000, reason: "zombie")
        connection.send("too late")
        #expect(await received.stream.reduce(into: []) { $0.append($1) } == ["a", large, "", "4000 zombie"])
        #expect(await events(connection) == [.ended(.closedByUs)])
    }

    @Test func `what breaks the protocol, a bound or the connection ends it with the reason`() async throws {
        let cases: [(String, @Sendable (StandInWebSocket, StandInConnection) throws -> Void)] = [
            (
                "a text message is not valid UTF-8",
                { socket, _ in
                    try socket.send(.text, [0xC3, 0x28]); _ = try socket.receive()
                }
            ),
            (
                "a message is larger than the 1000 bytes accepted",
                { socket, _ in
                    try socket.send(.text, .init(repeating: 65, count: 1001)); _ = try socket.receive()
                }
            ),
            ("the connection broke off", { _, connection in connection.cut() }),
            ("the connection broke off", { _, connection in connection.reset() }),
            (
                "the connection broke off",
                { socket, connection in
                    try connection.write([0x83, 0x00]); _ = try socket.receive()
                }
            ),
        ]
        for (reason, script) in cases {
            let connection = try await connect(maximumMessageSize: 1000, script: script)
            #expect(await events(connection) == [.ended(.lost(reason: reason))])
        }
    }

    @Test func `a reader who lags too far ends the connection, and reads what came before`() async throws {
        let done = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let connection = try await connect { socket, _ in
            defer { done.continuation.finish() }
            for number in 0...WebSocketInbox.countLimit { try socket.send("\(number)") }
            _ = try socket.receive()
        }
        for await _ in done.stream {}
        let messages = (0..<WebSocketInbox.countLimit).map { WebSocketEvent.text("\($0)") }
        #expect(await events(connection) == messages + [.ended(.lost(reason: "messages are not read fast enough"))])
    }

    @Test func `a refused upgrade gives the status`() async throws {
        for status in [403, 429, 302, 500, 200] {
            let server = try StandInServer { _, connection in
                try connection.respond(status, headers: [("Location", "http://127.0.0.1:1/")], text: "no")
            }
            await #expect(throws: TransportError.refused(host: "127.0.0.1", status: status, reason: "no WebSocket here")) {
                _ = try await client.connect(to: WebSocketRequest(url: server.webSocketURL))
            }
        }
    }

    @Test func `an upgrade that is not answered is given up in time, or when the task is cancelled`() async throws {
        let server = try StandInServer { _, connection in _ = try connection.read(1) }
        await #expect(throws: TransportError.timeout(host: "127.0.0.1", stage: "upgrade")) {
            _ = try await client.connect(to: WebSocketRequest(url: server.webSocketURL, timeout: .milliseconds(100)))
        }
        let task = Task { [client] in _ = try await client.connect(to: WebSocketRequest(url: server.webSocketURL, timeout: .seconds(60))) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `an upgrade that breaks off, a port where nobody listens and an unknown name are told apart`() async throws {
        let cutting = try StandInServer { _, connection in connection.cut() }
        let failure = await #expect(throws: TransportError.self) {
            _ = try await client.connect(to: WebSocketRequest(url: cutting.webSocketURL))
        }
        if case .broken(host: "127.0.0.1", _) = failure {} else { Issue.record("\(failure as Any)") }
        let port = cutting.port
        cutting.stop()
        let refusal = await #expect(throws: TransportError.self) {
            _ = try await client.connect(to: WebSocketRequest(url: "ws://127.0.0.1:\(port)"))
        }
        if case .connect(host: "127.0.0.1", _) = refusal {} else { Issue.record("\(refusal as Any)") }
        let unknown = await #expect(throws: TransportError.self) {
            _ = try await client.connect(to: WebSocketRequest(url: "ws://nowhere.invalid"))
        }
        if case .name(host: "nowhere.invalid", _) = unknown {} else { Issue.record("\(unknown as Any)") }
    }

    @Test func `a look-up that never ends holds up neither other connections nor the end`() async throws {
        let asked = Observed<[String]>([])
        let client = LWSWebSocketClient(.init()) { host, completion in
            asked.update { $0.append(host) }
            if host != "stuck.example" { Resolver.resolve(host, completion) }
        }
        let server = try StandInServer { request, connection in
            _ = try StandInWebSocket(upgrading: request, on: connection).receiveText()
        }
        let stuck = Task { _ = try await client.connect(to: WebSocketRequest(url: "ws://stuck.example", timeout: .seconds(600))) }
        try await asked.wait { $0 == ["stuck.example"] }
        _ = try await client.connect(to: WebSocketRequest(url: server.webSocketURL))
        client.shutdown()
        await #expect(throws: TransportError.closed) { try await stuck.value }
    }

    @Test func `a silent peer ends a connection that is watched, and a talking one does not`() async throws {
        let server = try StandInServer { request, connection in
            let socket = try StandInWebSocket(upgrading: request, on: connection)
            for number in 0..<5 {
                try socket.send("\(number)")
                Thread.sleep(forTimeInterval: 0.1)
            }
            _ = try socket.receive()
        }
        let request = WebSocketRequest(url: server.webSocketURL, idle: .milliseconds(1_000))
        let events = await events(try await client.connect(to: request))
        #expect(events.count == 6 && events.last == .ended(.lost(reason: "nothing has come for 1 s")))
    }

    @Test func `shutting down ends what is open and refuses what comes after`() async throws {
        let client = LWSWebSocketClient()
        let server = try StandInServer { request, connection in
            _ = try StandInWebSocket(upgrading: request, on: connection).receiveText()
        }
        let connection = try await client.connect(to: WebSocketRequest(url: server.webSocketURL))
        client.shutdown()
        #expect(await events(connection) == [.ended(.lost(reason: "the client was shut down"))])
        await #expect(throws: TransportError.closed) { _ = try await client.connect(to: WebSocketRequest(url: server.webSocketURL)) }
    }

    @Test func `a connection that nobody holds is broken off`() async throws {
        let ends = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingOldest(1))
        do {
            _ = try await connect { socket, _ in
                _ = try? socket.receive()
                ends.continuation.finish()
            }
        }
        for await _ in ends.stream {}
    }
}
