import HTTPTypes
import TestSupport
import Testing

@testable import Transport

/// What every `HTTPClient` does, the one for tests included.
@Suite struct HTTPClientContractTests {
    enum Kind: CaseIterable {
        case curl, scripted
    }

    /// A client and the address of a place that answers 207 with two fields and a body, breaks off at `/broken` and is silent at `/silent`.
    private func make(_ kind: Kind) throws -> (any HTTPClient, String, StandInServer?) {
        switch kind {
        case .curl:
            let server = try StandInServer { request, connection in
                switch request.path {
                case "/broken":
                    try connection.begin(207)
                    try connection.chunk("half")
                    connection.cut()
                case "/silent": _ = try connection.read(1)
                default: try connection.respond(207, headers: [("Vary", "a"), ("Vary", "b")], body: Array("whole".utf8))
                }
            }
            return (CurlHTTPClient(), server.url, server)
        case .scripted:
            var fields = HTTPFields()
            for value in ["a", "b"] { fields.append(HTTPField(name: .vary, value: value)) }
            let client = ScriptedHTTPClient { [fields] request in
                switch request.url.split(separator: "/").last {
                case "broken": .answer(207, pieces: [Array("half".utf8)], then: TransportError.broken(host: "h", reason: "cut"))
                case "silent": .silence
                default: .answer(207, fields: fields, text: "whole")
                }
            }
            return (client, "http://h", nil)
        }
    }

    @Test(arguments: Kind.allCases)
    func `status, fields and body arrive`(kind: Kind) async throws {
        let (client, url, server) = try make(kind)
        let answer = try await client.answer(to: HTTPRequest(.get, url))
        #expect(answer.status == 207)
        #expect(answer.fields[values: .vary] == ["a", "b"])
        #expect(answer.body == Array("whole".utf8))
        _ = server
    }

    @Test(arguments: Kind.allCases)
    func `a body that breaks off throws after what came before`(kind: Kind) async throws {
        let (client, url, server) = try make(kind)
        let body = try await client.send(HTTPRequest(.get, "\(url)/broken")).body
        var seen: [UInt8] = []
        await #expect(throws: TransportError.self) { for try await piece in body { seen += piece } }
        #expect(seen == Array("half".utf8))
        _ = server
    }

    @Test(arguments: Kind.allCases)
    func `a cancelled task gets CancellationError`(kind: Kind) async throws {
        let (client, url, server) = try make(kind)
        let task = Task { _ = try await client.send(HTTPRequest(.get, "\(url)/silent")) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        _ = server
    }
}
