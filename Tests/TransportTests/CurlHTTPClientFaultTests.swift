import HTTPTypes
import TestSupport
import Testing

@testable import Transport

/// What goes wrong, and by which name it comes back.
@Suite struct CurlHTTPClientFaultTests {
    let client = CurlHTTPClient()

    private func failure(_ url: String, timeouts: HTTPTimeouts = HTTPTimeouts()) async -> TransportError? {
        await #expect(throws: TransportError.self) { _ = try await client.answer(to: HTTPRequest(.get, url, timeouts: timeouts)) }
    }

    @Test(arguments: ["", "nowhere", "ftp://a/", "ws://a/", "http://", "http://a:b@c/", "http://a b/", "http://a:99999/", "http://a/\n"])
    func `an address that cannot be meant is refused`(url: String) async {
        let error = await failure(url)
        if case .badAddress = error {} else { Issue.record("\(error as Any)") }
    }

    @Test func `an unknown name and a port where nobody listens are told apart`() async throws {
        let name = await failure("http://nowhere.invalid/")
        if case .name(host: "nowhere.invalid", _) = name {} else { Issue.record("\(name as Any)") }
        let gone = try StandInServer { _, _ in }
        gone.stop()
        let refused = await failure(gone.url)
        if case .connect(host: "127.0.0.1", _) = refused {} else { Issue.record("\(refused as Any)") }
    }

    @Test func `an answer that breaks off is not taken for a whole one`() async throws {
        let faults: [@Sendable (StandInConnection) throws -> Void] = [
            { $0.cut() },
            { $0.reset() },
            {
                try $0.write(Array("HTTP/1.1 200 OK\r\nContent-Le".utf8)); $0.cut()
            },
            {
                try $0.write(Array("garbage\r\n\r\n".utf8)); $0.cut()
            },
            {
                try $0.begin(200, headers: [("Content-Length", "10")], chunked: false); try $0.write([1, 2]); $0.cut()
            },
            {
                try $0.begin(200); try $0.chunk("half"); $0.cut()
            },
            {
                try $0.begin(200); try $0.chunk("half"); $0.reset()
            },
            {
                try $0.begin(200); try $0.write(Array("zz\r\n".utf8)); $0.cut()
            },
        ]
        for (number, fault) in faults.enumerated() {
            let server = try StandInServer { _, connection in try fault(connection) }
            let error = await failure(server.url)
            if case .broken(host: "127.0.0.1", _) = error {} else { Issue.record("fault \(number): \(error as Any)") }
        }
    }

    @Test(arguments: [true, false])
    func `a request that must not arrive twice is not put on a connection that may be closed`(isRepeatable: Bool) async throws {
        let paths = Observed<[String]>([])
        let server = try StandInServer { request, connection in
            paths.update { $0.append(request.path) }
            // The first request leaves a connection behind, on which the second is lost after it has arrived.
            if request.path == "/kept" || paths.value.count > 2 { try connection.respond(200) } else { connection.cut() }
        }
        _ = try await client.answer(to: HTTPRequest(.get, "\(server.url)/kept"))
        var request = HTTPRequest(.post, "\(server.url)/once", body: [1])
        request.isRepeatable = isRepeatable
        let answer = try? await client.answer(to: request)
        #expect(answer?.status == (isRepeatable ? 200 : nil))
        #expect(paths.value == (isRepeatable ? ["/kept", "/once", "/once"] : ["/kept", "/once"]))
    }

    @Test func `what came before a break is still read`() async throws {
        let server = try StandInServer { _, connection in
            try connection.begin(200)
            try connection.chunk("half")
            connection.cut()
        }
        let body = try await client.send(HTTPRequest(.get, server.url)).body
        var seen: [UInt8] = []
        let error = await #expect(throws: TransportError.self) { for try await piece in body { seen += piece } }
        #expect(seen == Array("half".utf8))
        if case .broken = error {} else { Issue.record("\(error as Any)") }
    }

    @Test func `silence and slowness are given up at the stage where they are`() async throws {
        let stalled = try StandInServer { request, connection in
            if request.path == "/body" { try connection.begin(200) }
            _ = try connection.read(1)
        }
        let short = HTTPTimeouts(idle: .milliseconds(100))
        #expect(await failure("\(stalled.url)/head", timeouts: short) == .timeout(host: "127.0.0.1", stage: "answer"))
        // Long enough for a head to come on a busy machine.
        let idle = HTTPTimeouts(idle: .seconds(2))
        #expect(await failure("\(stalled.url)/body", timeouts: idle) == .timeout(host: "127.0.0.1", stage: "rest of the answer"))
        let total = HTTPTimeouts(total: .seconds(2))
        #expect(await failure("\(stalled.url)/body", timeouts: total) == .timeout(host: "127.0.0.1", stage: "rest of the answer"))
    }

    @Test func `an endless head is cut off`() async throws {
        let server = try StandInServer { _, connection in
            try connection.write(Array("HTTP/1.1 200 OK\r\n".utf8))
            let line = Array("X-Filler: \(String(repeating: "x", count: 8000))\r\n".utf8)
            while true { try connection.write(line) }
        }
        #expect(await failure(server.url) == .tooLarge(limit: ResponseHeadParser.limit))
    }

    @Test func `a body larger than accepted is not read to its end`() async throws {
        let server = try StandInServer { _, connection in try connection.respond(200, body: .init(repeating: 0, count: 1000)) }
        await #expect(throws: TransportError.tooLarge(limit: 999)) {
            _ = try await client.answer(to: HTTPRequest(.get, server.url), upTo: 999)
        }
    }

    @Test(arguments: ["/head", "/body"])
    func `cancelling closes the connection at once`(path: String) async throws {
        let asked = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let closed = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let server = try StandInServer { request, connection in
            if request.path == "/body" { try connection.begin(200) }
            asked.continuation.finish()
            defer { closed.continuation.finish() }
            _ = try connection.read(1)
        }
        let task = Task { [client] in _ = try await client.answer(to: HTTPRequest(.get, server.url + path)) }
        for await _ in asked.stream {}
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        for await _ in closed.stream {}
    }

    @Test func `a task that is cancelled before sends nothing`() async throws {
        let server = try StandInServer { _, connection in try connection.respond(200) }
        let task = Task { [client] in
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await client.send(HTTPRequest(.get, server.url))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `an answer that nobody reads is broken off`() async throws {
        let closed = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let server = try StandInServer { _, connection in
            try connection.begin(200)
            defer { closed.continuation.finish() }
            _ = try connection.read(1)
        }
        _ = try await client.send(HTTPRequest(.get, server.url)).status
        for await _ in closed.stream {}
    }

    @Test func `shutting down ends what is under way and refuses what comes after`() async throws {
        let server = try StandInServer { request, connection in
            try connection.begin(200)
            _ = try connection.read(1)
        }
        let body = try await client.send(HTTPRequest(.get, server.url)).body
        client.shutdown()
        await #expect(throws: TransportError.closed) { for try await _ in body {} }
        #expect(await failure(server.url) == .closed)
    }
}
