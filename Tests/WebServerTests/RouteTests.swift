import Base
import Foundation
import Testing

@testable import WebServer

struct RouteTests {
    @Test(arguments: [
        ("GET / HTTP/1.1", 200), ("HEAD / HTTP/1.1", 200), ("GET /page.js HTTP/1.1", 200), ("GET /page.css HTTP/1.1", 200),
        ("GET /healthz HTTP/1.0", 200), ("HEAD /healthz HTTP/1.1", 200), ("GET /readyz HTTP/1.1", 503), ("GET /api/status HTTP/1.1", 200),
        ("POST / HTTP/1.1", 405), ("GET /api/chat HTTP/1.1", 405), ("POST /api/chat HTTP/1.1", 403), ("GET /../etc/passwd HTTP/1.1", 404),
        ("GET /nothing HTTP/1.1", 404), ("GET /metrics HTTP/1.1", 200), ("POST /metrics HTTP/1.1", 405), ("OPTIONS /api/chat HTTP/1.1", 405),
    ])
    func `each address answers with its status`(line: String, status: Int) async throws {
        try await withServer(status: .empty) { port in
            let answer = try await RawClient.exchange(port, "\(line)\r\nHost: x\r\n\r\n")
            #expect(answer.status == status)
            #expect(answer.contains("X-Content-Type-Options: nosniff\r\n"))
            #expect(answer.contains("Connection: close\r\n"))
            #expect(!answer.contains("Access-Control"))
            if status >= 400 { #expect(answer.contains("Content-Type: application/json\r\n")) }
            if line.hasPrefix("HEAD") { #expect(answer.afterHead.isEmpty) }
        }
    }

    @Test func `HEAD tells the same length as GET and sends no body`() async throws {
        try await withServer { port in
            let get = try await RawClient.exchange(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            let head = try await RawClient.exchange(port, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(get == head + get.afterHead)
            #expect(get.afterHead.hasSuffix("</html>\n"))
            #expect(get.contains("Content-Security-Policy: default-src 'none'; script-src 'self'"))
        }
    }

    @Test func `readiness names what is missing and what to do`() async throws {
        try await withServer(status: .empty) { port in
            let answer = try await RawClient.exchange(port, "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(answer.afterHead == #"{"missing":[{"name":"index","reason":"no index yet","remedy":"Run docent ingest."}],"ready":false}"#)
        }
        try await withServer { port in
            let answer = try await RawClient.exchange(port, "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(answer.status == 200)
        }
    }

    @Test func `the status says what is served and whether the chat is on`() async throws {
        try await withServer(chat: ScriptedChat.complete) { port in
            let body = try await RawClient.exchange(port, "GET /api/status HTTP/1.1\r\nHost: x\r\n\r\n").afterHead
            let value = try JSONDecoder().decode(JSONValue.self, from: Data(body.utf8))
            #expect(value["chat"] == .bool(true))
            #expect(value["index"]?["revision"] == .string("rev-1"))
            #expect(value["uptimeSeconds"] == .integer(7))
            #expect(value["discord"]?["state"] == .string("off"))
        }
    }

    @Test func `a chat that is off says why`() async throws {
        try await withServer { port in
            let answer = try await RawClient.exchange(port, ask(#"{"question":"x"}"#))
            #expect(answer.contains("this bot answers in Discord"))
        }
    }

    @Test(arguments: [
        (#"{"question":"x"}"#, "text/plain", 415), (#"{"question":"  "}"#, "application/json", 400), ("{", "application/json", 400),
        (#"{"question":1}"#, "application/json", 400), ("", "application/json", 400), (#"{"question":"x","history":1}"#, "application/json", 400),
        (#"{"question":"x"}"#, "Application/JSON; charset=utf-8", 200),
    ])
    func `a question is JSON of the right shape`(body: String, type: String, status: Int) async throws {
        try await withServer(chat: ScriptedChat.complete) { port in
            let answer = try await RawClient.exchange(port, ask(body, type: type))
            #expect(answer.status == status)
        }
    }

    @Test func `the page loads nothing from elsewhere and parses no text as markup`() throws {
        let page = String(decoding: PackageResources.index_html, as: UTF8.self)
        let script = String(decoding: PackageResources.page_js, as: UTF8.self)
        let style = String(decoding: PackageResources.page_css, as: UTF8.self)
        for forbidden in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "new Function", "DOMParser", "srcdoc"] {
            #expect(!script.contains(forbidden))
        }
        #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains("://"))
        #expect(!style.contains("url(") && !style.contains("@import"))
        #expect(!page.contains("<style") && !page.contains("onclick"))
    }
}
