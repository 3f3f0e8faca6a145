import Base
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import WebServer

struct ChatStreamTests {
    @Test func `an answer is streamed as events`() async throws {
        let chat = ScriptedChat.complete
        try await withServer(chat: chat) { port in
            // An HTTP/1.0 client gets the events without chunks.
            let body = #"{"question":"What colour?","history":[{"question":"a","answer":"b"}]}"#
            let answer = try await RawClient.exchange(port, ask(body).replacing("HTTP/1.1", with: "HTTP/1.0"))
            #expect(answer.contains("Content-Type: text/event-stream\r\n"))
            #expect(
                answer.afterHead == """
                    event: passages
                    data: {"passages":[{"number":1,"page":4,"text":"The lamp is green.","title":"Manual"}],"revision":"rev-1"}

                    event: text
                    data: {"text":"It is "}

                    event: text
                    data: {"text":"green [1]."}

                    event: done
                    data: {"cited":[1],"kind":"model","model":"m","revision":"rev-1","text":"It is green [1]."}


                    """)
        }
        #expect(chat.asked == [ChatQuestion(question: "What colour?", history: [.init(question: "a", answer: "b")])])
    }

    @Test func `HTTP/1.1 clients get chunks that end properly`() async throws {
        try await withServer(chat: ScriptedChat.complete) { port in
            let answer = try await RawClient.exchange(port, ask(#"{"question":"x"}"#))
            #expect(answer.contains("Transfer-Encoding: chunked\r\n"))
            #expect(answer.hasSuffix("\r\n0\r\n\r\n"))
        }
    }

    @Test func `a problem reaches the reader with its remedy, anything else without its inside`() async throws {
        struct Inside: Error { let secret = "hunter2" }
        for (failure, expected) in [
            (Problem(what: "cannot answer", location: "", reason: "no index", remedy: "Publish one.") as any Error, #""remedy":"Publish one.""#),
            (Inside(), #""reason":"an unexpected failure""#),
        ] {
            try await withServer(chat: ScriptedChat { $1.finish(throwing: failure) }) { port in
                let answer = try await RawClient.exchange(port, ask(#"{"question":"x"}"#))
                #expect(answer.contains("event: error\n"))
                #expect(answer.contains(expected))
                #expect(!answer.contains("hunter2"))
            }
        }
    }

    @Test func `text with line breaks stays one event`() throws {
        let event = try ServerSentEvent(.text("a\nb\r\n\nevent: done\ndata: {}"))
        #expect(event.bytes.split(separator: UInt8(ascii: "\n")).count == 2)
    }

    @Test func `a silent answer is kept alive`() async throws {
        let clock = ManualClock()
        try await withServer(chat: ScriptedChat { _, _ in }, clock: clock) { port in
            let client = try RawClient(port: port)
            try await client.send(ask(#"{"question":"x"}"#))
            _ = try await client.read(until: "\r\n\r\n")
            while !clock.isAwaited(.seconds(10)) { await Task.yield() }
            clock.advance(by: .seconds(10))
            #expect(try await client.read(until: "\n\n").contains(": still here\n\n"))
        }
    }

    @Test func `an answer is dropped when its reader goes away`() async throws {
        let chat = ScriptedChat { $1.yield(.text("begun")) }
        try await withServer(chat: chat) { port in
            var client: RawClient? = try RawClient(port: port)
            try await client?.send(ask(#"{"question":"x"}"#))
            _ = try await client?.read(until: "begun")
            client = nil
            var dropped = chat.dropped.makeAsyncIterator()
            await dropped.next()
        }
    }

    @Test func `fifty answers at once are all served`() async throws {
        try await withServer(chat: ScriptedChat.complete) { port in
            let statuses = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<50 { group.addTask { try await RawClient.exchange(port, ask(#"{"question":"x"}"#)).contains("event: done") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: true, count: 50))
        }
    }

    @Test func `graceful shutdown lets a running answer end and takes no new client`() async throws {
        let (gate, open) = AsyncStream<AsyncThrowingStream<ChatUpdate, any Error>.Continuation>.makeStream()
        var limits = ServerLimits()
        limits.linger = .zero
        let server = try WebServer(
            port: 0, status: FixedStatus.ready, chat: ScriptedChat { open.yield($1) }, triggers: .off, limits: limits, clock: ContinuousClock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let services = ServiceGroup(services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup { group in
            group.addTask { try await services.run() }
            let client = try RawClient(port: server.port)
            try await client.send(ask(#"{"question":"x"}"#))
            var answers = gate.makeAsyncIterator()
            let answer = await answers.next()
            await services.triggerGracefulShutdown()
            answer?.yield(.text("the end"))
            answer?.finish()
            #expect(try await client.readAll().hasSuffix("\r\n0\r\n\r\n"))
            try await group.waitForAll()
        }
    }
}
