import Base
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Transport

/// `CurlHTTPClient` against a server on plain sockets that can break any rule.
@Suite struct CurlHTTPClientTests {
    let client = CurlHTTPClient(.init(userAgent: "Probe/1"))

    @Test func `a request arrives as it was made, and its answer comes back whole`() async throws {
        let server = try StandInServer { request, connection in
            let seen = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            try connection.respond(
                201, headers: [("X-Seen", "a"), ("x-seen", "b")], text: "\(request.method) \(request.target)\n\(seen)\n\(request.text)")
        }
        let answer = try await client.send(
            HTTPRequest(.post, "\(server.url)/a/b?c=d", fields: [.contentType: "text/plain"], body: Array("hello".utf8)))
        let text = String(decoding: try await answer.body.collect(upTo: 10_000), as: UTF8.self)
        #expect(answer.status == 201)
        #expect(answer.fields[values: field("X-Seen")] == ["a", "b"])
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "POST /a/b?c=d")
        #expect(lines.last == "hello")
        #expect(
            Set(lines.dropFirst().dropLast()) == [
                "Host: 127.0.0.1:\(server.port)", "User-Agent: Probe/1", "Accept: */*", "Content-Type: text/plain", "Content-Length: 5",
            ])
    }

    @Test func `the head is there before the body`() async throws {
        let server = try StandInServer { _, connection in
            try connection.begin(200)
            _ = try connection.read(1)
        }
        #expect(try await client.send(HTTPRequest(.get, server.url)).status == 200)
    }

    @Test func `every method sends a length where a body may be, and no other`() async throws {
        let server = try StandInServer { request, connection in
            try connection.respond(200, headers: [("X-Length", request.header("Content-Length") ?? "none"), ("X-Method", request.method)])
        }
        let expected: [(HTTPTypes.HTTPRequest.Method, [UInt8], String)] = [
            (.get, [], "none"), (.head, [], "none"), (.delete, [], "none"), (.delete, [1, 2], "2"),
            (.post, [], "0"), (.put, [], "0"), (.patch, [], "0"), (.patch, [1], "1"), (.post, .init(repeating: 1, count: 2 << 20), "2097152"),
        ]
        for (method, body, length) in expected {
            let answer = try await client.answer(to: HTTPRequest(method, server.url, body: body))
            #expect(answer.fields[field("X-Length")] == length, "\(method)")
            #expect(answer.fields[field("X-Method")] == method.rawValue)
        }
    }

    @Test func `interim answers, folded fields, trailers and single bytes make no difference`() async throws {
        let server = try StandInServer { _, connection in
            let bytes =
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nX-A: 1\r\nX-A: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n1;x=y\r\n!\r\n0\r\nX-Trailer: t\r\n\r\n"
            for byte in bytes.utf8 { try connection.write([byte]) }
        }
        let answer = try await client.answer(to: HTTPRequest(.get, server.url))
        #expect(answer.status == 200)
        #expect(answer.fields[values: field("X-A")] == ["1", "2"])
        #expect(answer.fields[field("Link")] == nil)
        #expect(answer.body == Array("hello!".utf8))
    }

    @Test func `a redirect is an answer like any other`() async throws {
        let server = try StandInServer { request, connection in
            try connection.respond(request.path == "/" ? 302 : 200, headers: [("Location", "/next")])
        }
        let answer = try await client.answer(to: HTTPRequest(.get, server.url))
        #expect(answer.status == 302)
        #expect(answer.fields[.location] == "/next")
    }

    @Test func `compression is only asked for by the caller, and undone`() async throws {
        let zipped: [UInt8] = [
            0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 7, 0, 0x86, 0xa6, 0x10, 0x36, 5, 0, 0, 0,
        ]
        let server = try StandInServer { request, connection in
            guard request.header("Accept-Encoding") == "gzip" else { return try connection.respond(200, body: Array("plain".utf8)) }
            try connection.respond(200, headers: [("Content-Encoding", "gzip")], body: zipped)
        }
        #expect(try await client.answer(to: HTTPRequest(.get, server.url)).body == Array("plain".utf8))
        #expect(try await client.answer(to: HTTPRequest(.get, server.url, fields: [.acceptEncoding: "gzip"])).body == Array("hello".utf8))
    }

    @Test func `a part of a file is sent as the body, and sent again when a kept connection turns out dead`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try Data(content).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let served = Counter()
        let server = try StandInServer { request, connection in
            served.add()
            try connection.respond(200, headers: [("X-Sum", String(Self.sum(request.body)))])
            connection.finish()
        }
        for _ in 0..<3 {
            var request = HTTPRequest(.put, server.url)
            request.file = FileSlice(path: path, offset: 1000, length: 2_500_000)
            let answer = try await client.answer(to: request)
            #expect(answer.fields[field("X-Sum")] == String(Self.sum(Array(content[1000..<2_501_000]))))
        }
        #expect(served.value == 3)
    }

    @Test func `a file that is missing or too short is a problem that names it`() async throws {
        for slice in [FileSlice(path: "/nowhere/file"), FileSlice(path: "/etc/hostname", length: 1 << 40)] {
            let problem = await #expect(throws: Problem.self) {
                var request = HTTPRequest(.put, "http://127.0.0.1:1")
                request.file = slice
                _ = try await client.send(request)
            }
            #expect(problem?.location == slice.path)
        }
    }

    @Test func `many requests at once are all answered`() async throws {
        let server = try StandInServer { request, connection in try connection.respond(200, text: request.path) }
        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<60 {
                group.addTask { [client] in
                    try await client.answer(to: HTTPRequest(.get, "\(server.url)/\(number)")).body == Array("/\(number)".utf8)
                }
            }
            return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(answers.count == 60 && answers.allSatisfy { $0 })
    }

    @Test func `a lagging reader holds the sender up and loses nothing`() async throws {
        let size = 64 << 20
        let sent = Counter()
        let server = try StandInServer { request, connection in
            guard request.path == "/large" else { return try connection.respond(200) }
            try connection.begin(200, headers: [("Content-Length", String(size))], chunked: false)
            let piece = [UInt8](repeating: 7, count: 64 << 10)
            for _ in 0..<(size / piece.count) {
                try connection.write(piece)
                sent.add(piece.count)
            }
        }
        let answer = try await client.send(HTTPRequest(.get, "\(server.url)/large"))
        var iterator = answer.body.makeAsyncIterator()
        var count = try await iterator.next()?.count ?? 0
        // The sender is held up when nothing moves while the same loop serves others.
        var last = -1
        while last != sent.value {
            last = sent.value
            for _ in 0..<30 { _ = try await client.answer(to: HTTPRequest(.get, server.url)) }
        }
        #expect(last < size / 2)
        while let piece = try await iterator.next() { count += piece.count }
        #expect(count == size)
    }

    /// A sum in which every byte and its place counts.
    private static func sum(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(UInt64(bytes.count)) { ($0 &* 31) &+ UInt64($1) }
    }

    private func field(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .server
    }
}
