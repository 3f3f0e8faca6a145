import Answering
import Base
import Foundation
import IndexSync
import Synchronization
import Testing

@testable import docent

@Suite struct IndexRepliesTests {
    /// Notes what was done.
    private final class Office: IndexOffice {
        let done = Mutex<[String]>([])
        let setting: String?

        init(setting: String? = nil) { self.setting = setting }

        /// It serves a revision that is pinned, and has trouble.
        func status() -> SyncStatus {
            var status = SyncStatus(source: "file:///secret/place")
            let record = #"""
                {"name": "r-1", "revision": "r_1", "commit": "c", "manifestHash": "h", "source": "s", "createdAt": "2026-01-02T03:04:05.678901",
                 "embedModel": "m", "chunks": 12, "installed": 0, "files": {}}
                """#
            status.active = try? JSONDecoder().decode(SnapshotRecord.self, from: Data(record.utf8))
            status.pin = Pin(setting: nil, file: "r_1")
            status.lastError = Problem(what: "cannot look", location: "file:///secret/place", reason: "gone", remedy: "Look.")
            return status
        }
        func list() async throws -> String { "stored  r1\n" }
        func pin(_ reference: String) async throws -> String? {
            done.withLock { $0.append("pin \(reference)") }
            return setting
        }
        func unpin() async throws -> String? {
            done.withLock { $0.append("unpin") }
            return setting
        }
        func sync() { done.withLock { $0.append("sync") } }
    }

    @Test func `everybody may see the status, and only administrators do more`() async throws {
        let office = Office()
        let replies = IndexReplies(office: office)
        for command in CommandList.IndexCommand.allCases {
            let text = try await replies.text(for: command, revision: "r1", in: .english, isAdministrator: false)
            let status = "Index r\\_1, of <t:1767323045:D>, with 12 passages.\nIt is pinned to r\\_1."
            #expect(text == (command == .status ? status : "This is for those who manage the server."))
        }
        #expect(office.done.withLock(\.self) == [])
        var texts: [String] = []
        for command in CommandList.IndexCommand.allCases {
            texts.append(try await replies.text(for: command, revision: "r_1", in: .english, isAdministrator: true))
        }
        #expect(office.done.withLock(\.self) == ["pin r_1", "unpin", "sync"])
        #expect(texts[0].hasSuffix("```\ncannot look (file:///secret/place): gone. Look.\n```"))
        #expect(texts[1] == "```\nstored  r1\n```" && texts[2] == "Pinned to r\\_1. The change comes within moments.")
    }

    @Test func `a setting that goes before the pin is named`() async throws {
        let replies = IndexReplies(office: Office(setting: "v2"))
        let text = try await replies.text(for: .pin, revision: "v1", in: .spanish, isAdministrator: true)
        #expect(text.hasSuffix("\nINDEX_REVISION=v2 está puesto y va primero."))
    }
}
