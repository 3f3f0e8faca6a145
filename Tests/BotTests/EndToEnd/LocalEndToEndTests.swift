import Base
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Transport

extension EndToEnd {
    /// Without a token: the page's own chat.
    @Suite(.serialized) struct `On the page` {
        let stage: Stage

        init() async throws {
            stage = try Stage()
            try await stage.ingest("rev-1")
        }

        private func chat(_ bot: Bot) -> Transport.HTTPRequest {
            Transport.HTTPRequest(
                .post, "\(bot.url)/api/chat", fields: [.contentType: "application/json"],
                body: Array(#"{"question": "How many days of vacation are there?"}"#.utf8))
        }

        @Test func `a question is answered as a stream of events`() async throws {
            let bot = try await stage.start(["DISCORD_TOKEN": ""], until: "rev-1")
            #expect(try await bot.get("/readyz").status == 200)
            let answer = try await stage.http.answer(to: chat(bot))
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(answer.status == 200 && answer.fields[.contentType]?.hasPrefix("text/event-stream") == true)
            let events = text.split(separator: "\n").filter { $0.hasPrefix("event: ") }.map { $0.dropFirst(7) }
            #expect(events.first == "passages" && events.last == "done" && events.count { $0 == "text" } > 1)
            #expect(text.contains("23 days") && text.contains(#""revision":"rev-1""#))
            #expect(try await bot.stop() == 0)
            stage.expectGoodManners()
        }

        @Test func `work on an answer stops when its reader leaves, and others are served`() async throws {
            stage.router.script(.stream(["Once ", "upon a time"], .init(gate: StandInGate())), .silence)
            let bot = try await stage.start(["DISCORD_TOKEN": ""], until: "rev-1")
            for leaving in 1...2 {
                let (http, request, router) = (stage.http, chat(bot), stage.router)
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try? await http.answer(to: request) }
                    group.addTask { try? await router.wait { $0.requests == leaving } }
                    // The second ends first; then the reader leaves.
                    await group.next()
                    group.cancelAll()
                }
            }
            // The silent one writes on and on, so it sees that its reader has gone.
            try await stage.router.wait { $0.broken == 1 }
            let answer = try await stage.http.answer(to: chat(bot))
            #expect(String(decoding: answer.body, as: UTF8.self).contains("event: done"))
            #expect(try await bot.stop() == 0)
        }
    }
}
