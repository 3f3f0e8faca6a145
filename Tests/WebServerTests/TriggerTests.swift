import Base
import Foundation
import Testing

@testable import WebServer

@Suite struct `What may be asked from outside` {
    private static let followed = FollowedRepository(type: "dataset", name: "org/rag-index", revision: "main")

    private func post(_ path: String, _ headers: String, _ body: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }

    private func triggers(_ looks: ScriptedLooks, followed: FollowedRepository? = followed) -> Triggers {
        Triggers(looks: looks, adminToken: Secret("0123456789abcdef"), hookSecret: Secret("fedcba9876543210"), followed: followed)
    }

    private func event(
        scope: String = "repo.content", type: String = "dataset", name: String = "org/rag-index", refs: [String]? = ["refs/heads/main"]
    ) -> String {
        let updated = refs.map { refs in
            ", \"updatedRefs\": [\(refs.map { "{\"ref\": \"\($0)\", \"oldSha\": null, \"newSha\": \"c0ffee\"}" }.joined(separator: ","))]"
        }
        return "{\"event\": {\"action\": \"update\", \"scope\": \"\(scope)\"}, \"repo\": {\"type\": \"\(type)\", \"name\": \"\(name)\", \"private\": true}"
            + "\(updated ?? ""), \"webhook\": {\"id\": \"1\", \"version\": 3}}"
    }

    @Test func `is off without its secret, and says how it is turned on`() async throws {
        try await withServer { port in
            let sync = try await RawClient.exchange(port, post("/api/sync", "Authorization: Bearer \r\n"))
            #expect(sync.status == 403 && sync.contains("ADMIN_TOKEN"))
            let hook = try await RawClient.exchange(port, post("/api/hooks/hub", "X-Webhook-Secret: \r\n", event()))
            #expect(hook.status == 403 && hook.contains("HUB_WEBHOOK_SECRET"))
        }
        let looks = ScriptedLooks()
        try await withServer(triggers: triggers(looks, followed: nil)) { port in
            let hook = try await RawClient.exchange(port, post("/api/hooks/hub", "X-Webhook-Secret: fedcba9876543210\r\n", event()))
            #expect(hook.status == 403 && hook.contains("not read from the Hugging Face Hub"))
        }
        #expect(looks.asked == [])
    }

    @Test(arguments: [
        ("", 401), ("Authorization: Bearer\r\n", 401), ("Authorization: Bearer 0123456789abcdee\r\n", 401),
        ("Authorization: Bearer 0123456789abcdef0\r\n", 401), ("Authorization: Bearer 0123456789abcde\r\n", 401),
        ("Authorization: Bearer fedcba9876543210\r\n", 401), ("Authorization: Basic 0123456789abcdef\r\n", 401),
        ("Authorization: Bearer 0123456789abcdef\r\n", 202), ("authorization: bearer  0123456789abcdef \r\n", 202),
    ]) func `is a look at once for whoever has the token`(header: String, status: Int) async throws {
        let looks = ScriptedLooks()
        try await withServer(triggers: triggers(looks)) { port in
            let answer = try await RawClient.exchange(port, post("/api/sync", header))
            #expect(answer.status == status)
            #expect(answer.contains("WWW-Authenticate: Bearer\r\n") == (status == 401))
            #expect(!answer.contains("0123456789"))
            let read = try await RawClient.exchange(port, "GET /api/sync HTTP/1.1\r\nHost: x\r\n\(header)\r\n")
            #expect(read.status == 405)
        }
        #expect(looks.asked == (status == 202 ? [.administrator] : []))
    }

    @Test func `tells when the look will be`() async throws {
        try await withServer(triggers: triggers(ScriptedLooks(wait: .milliseconds(2_100)))) { port in
            let answer = try await RawClient.exchange(port, post("/api/sync", "Authorization: Bearer 0123456789abcdef\r\n"))
            let value = try JSONDecoder().decode(JSONValue.self, from: Data(answer.afterHead.utf8))
            #expect(value["accepted"] == .bool(true) && value["seconds"] == .integer(3))
            #expect(value["message"]?.stringValue?.contains("in 3 s") == true)
        }
    }

    @Test func `takes no event without the secret`() async throws {
        let looks = ScriptedLooks()
        try await withServer(triggers: triggers(looks)) { port in
            for header in ["", "X-Webhook-Secret: 0123456789abcdef\r\n", "Authorization: Bearer fedcba9876543210\r\n"] {
                let answer = try await RawClient.exchange(port, post("/api/hooks/hub", header, event()))
                #expect(answer.status == 403)
            }
        }
        #expect(looks.asked == [])
    }

    @Test func `looks for an event of what is followed, and for no other`() async throws {
        let looks = ScriptedLooks(wait: .seconds(3))
        try await withServer(triggers: triggers(looks)) { port in
            let concerns = [event(), event(name: "Org/RAG-index"), event(refs: ["refs/tags/v1", "refs/heads/main"]), event(refs: nil)]
            let others = [
                event(scope: "repo.config"), event(scope: "discussion"), event(type: "model"), event(name: "org/rag-docs"),
                event(refs: ["refs/heads/dev"]), event(refs: ["refs/pr/1"]), event(refs: []),
            ]
            let wrong = ["", "{", "[]", "{\"event\": {}}", "\u{0}"]
            let large = String(repeating: " ", count: 70_000)
            let expected = concerns.map { ($0, 202) } + others.map { ($0, 200) } + wrong.map { ($0, 400) } + [(large, 413)]
            for (body, status) in expected {
                let answer = try await RawClient.exchange(port, post("/api/hooks/hub", "X-Webhook-Secret: fedcba9876543210\r\n", body))
                #expect(answer.status == status, "\(body.prefix(200))")
            }
        }
        #expect(looks.asked == [.hubEvent, .hubEvent, .hubEvent, .hubEvent])
    }

    @Test(arguments: [("v1", "refs/tags/v1", true), ("refs/pr/1", "refs/pr/1", true), ("v1", "refs/heads/v10", false), ("main", "main", true)])
    func `knows the followed revision among references`(revision: String, reference: String, isMeant: Bool) {
        #expect(FollowedRepository(type: "dataset", name: "a/b", revision: revision).isMeant(by: reference) == isMeant)
    }
}
