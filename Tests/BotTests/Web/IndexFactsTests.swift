import Base
import Foundation
import Testing
import WebServer

@testable import IndexSync
@testable import docent

struct IndexFactsTests {
    @Test func `until there is an index, what is missing says how far the first one is`() {
        var sync = SyncStatus(source: "file:///index")
        sync.phase = .downloading(file: "faiss.index", done: 30, total: 120)
        #expect(
            IndexFacts.missing(sync)
                == .init(
                    name: "index", reason: "it is on its way: downloading faiss.index, 25 %", remedy: "Wait a moment.",
                    stage: "downloading faiss.index, 25 %", progress: 0.25))
        sync.phase = .asking
        #expect(IndexFacts.missing(sync).stage == "asking the canaries" && IndexFacts.missing(sync).progress == nil)
        // At rest nothing is on its way, and the trouble stands alone.
        sync.lastError = Problem(.temporary, what: "cannot look", location: "file:///index", reason: "it is gone", remedy: "Bring it back.")
        sync.phase = .idle
        #expect(IndexFacts.missing(sync) == .init(name: "index", reason: "cannot look (file:///index): it is gone", remedy: "Bring it back."))
        sync.phase = .looking
        #expect(IndexFacts.missing(sync).stage == "looking" && IndexFacts.missing(sync).remedy == "Bring it back.")
    }

    @Test func `events and refusals are told with their times, and without what is not known`() {
        let event = HistoryEvent(time: Date(timeIntervalSince1970: 0), kind: .rolledBack, revision: "r1", reason: "worse", bytes: 5, chunks: 2)
        #expect(
            IndexFacts.event(event)
                == .init(time: "1970-01-01T00:00:00Z", kind: "rolled_back", revision: "r1", reason: "worse", seconds: nil, bytes: 5, chunks: 2))
        let line = IndexEventLine(
            HistoryEvent(
                time: Date(timeIntervalSince1970: 0), kind: .installed, revision: "r1", reason: String(repeating: "a\n", count: 300), seconds: 1.26,
                bytes: 2_000, chunks: 2)
        ).line
        #expect(line.hasPrefix("1970-01-01T00:00:00Z  installed  r1  2 chunks, 2 kB, 1.3 s  a a a"))
        #expect(line.count < 300 && !line.contains("\n"))
    }
}
