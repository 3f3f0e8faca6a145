import Base
import Logging
import TestSupport
import Testing

@testable import WebServer

struct SlowClientTests {
    @Test func `a request that drips in is answered 408 when its time is over`() async throws {
        let clock = ManualClock()
        try await withServer(clock: clock) { port in
            let client = try RawClient(port: port)
            try await client.send("GET / HT")
            await clock.waitForSleepers(2)
            clock.advance(by: .seconds(14))
            try await client.send("TP/1.1\r\n")
            clock.advance(by: .seconds(1))
            #expect(try await client.read(until: "}").status == 408)
        }
    }

    @Test func `a reader that never reads is let go`() async throws {
        let clock = ManualClock()
        let chat = ScriptedChat { question, answer in
            for _ in 0..<7 { answer.yield(.text(String(repeating: "a", count: 100_000))) }
        }
        var limits = ServerLimits()
        limits.sendBuffer = 4096
        try await withServer(chat: chat, limits: limits, clock: clock) { port in
            let client = try RawClient(port: port, receiveBuffer: 2048)
            try await client.send(ask(#"{"question":"x"}"#))
            // The exchange, the heartbeat, and the write that does not come to its end.
            await clock.waitForSleepers(3)
            clock.advance(by: .seconds(20))
            var dropped = chat.dropped.makeAsyncIterator()
            await dropped.next()
        }
    }

    @Test func `no more waits for a slow reader than the bound`() throws {
        let outbox = Outbox(limit: 10)
        try outbox.append(Array(repeating: 1, count: 6))
        outbox.beat([2])
        #expect(throws: Outbox.Overflow.self) { try outbox.append(Array(repeating: 1, count: 5)) }
        #expect(outbox.take().bytes == Array(repeating: 1, count: 6))
        outbox.beat([2])
        outbox.finish()
        let (bytes, isLast) = outbox.take()
        #expect(bytes == [2] && isLast)
    }

    @Test func `a body over the bound is refused before it is read, and the refusal arrives`() async throws {
        try await withServer(chat: ScriptedChat.complete) { port in
            let client = try RawClient(port: port)
            try await client.send("POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
            try? await client.send(Array(repeating: 0x61, count: 100_000))
            #expect(try await client.read(until: "}").status == 413)
        }
    }

    @Test func `a connection too many is turned away and the others are served`() async throws {
        var limits = ServerLimits()
        limits.connections = 1
        try await withServer(limits: limits) { port in
            let first = try RawClient(port: port)
            try await first.send("GET /healthz HTTP/1.1\r\n")
            #expect(try await RawClient(port: port).readAll().status == 503)
            try await first.send("Host: x\r\n\r\n")
            #expect(try await first.readAll().status == 200)
        }
    }

    @Test func `a taken port is a problem with its remedy`() async throws {
        try await withServer { port in
            let problem = #expect(throws: Problem.self) {
                _ = try WebServer(port: port, status: FixedStatus.ready, chat: nil, triggers: .off, logger: Logger(label: "test"))
            }
            #expect(problem?.exitCode == 1)
            #expect(problem?.description.contains("another process is using the port") == true)
            #expect(problem?.remedy.contains("PORT=") == true)
        }
    }
}
