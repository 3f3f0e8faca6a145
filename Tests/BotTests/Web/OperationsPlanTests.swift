import Foundation
import IndexSync
import Testing

@testable import docent

struct OperationsPlanTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func event(_ kind: HistoryEvent.Kind, _ revision: String = "r1", reason: String = "it is broken") -> HistoryEvent {
        HistoryEvent(time: start, kind: kind, revision: revision, reason: reason)
    }

    @Test(arguments: HistoryEvent.Kind.allCases) func `only trouble is told, with its revision and reason`(kind: HistoryEvent.Kind) {
        var plan = OperationsPlan()
        let text = plan.text(for: event(kind), now: start)
        #expect((text != nil) == [.refused, .rolledBack, .withheld, .damaged].contains(kind))
        if let text { #expect(text.contains("r1") && text.contains("it is broken")) }
    }

    @Test func `the same is told once a day`() {
        var plan = OperationsPlan()
        #expect(plan.text(for: event(.refused), now: start) != nil)
        #expect(plan.text(for: event(.refused, reason: "another"), now: start.addingTimeInterval(86_000)) == nil)
        #expect(plan.text(for: event(.rolledBack), now: start.addingTimeInterval(86_000)) != nil)
        #expect(plan.text(for: event(.refused), now: start.addingTimeInterval(86_401)) != nil)
    }

    @Test func `a publisher who goes wild fills no channel, and what was left out is told later`() {
        var plan = OperationsPlan()
        let told = (0..<1_000).compactMap { plan.text(for: event(.refused, "r\($0)"), now: start) }
        #expect(told.count == 6 && told.allSatisfy { !$0.contains("left out") })
        #expect(plan.text(for: event(.refused, "last"), now: start.addingTimeInterval(3_601))?.contains("994 more notices") == true)
    }

    @Test func `what a publisher has written stays in its block and within a message`() {
        var plan = OperationsPlan()
        let hostile = "```\n@everyone" + String(repeating: "`x", count: 5_000)
        let text = plan.text(for: event(.refused, String(repeating: "*", count: 500), reason: hostile), now: start) ?? ""
        #expect(text.utf16.count < 2_000)
        #expect(text.components(separatedBy: "```").count == 3)
    }
}
