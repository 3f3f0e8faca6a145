import Base
import Foundation
import SearchIndex

/// The child's side of an exam: asks each canary as a member's question is asked, and tells which did not find what they want.
enum ExamWorker {
    /// Said before the number of a canary that failed.
    static let failed = "failed: "
    /// Said before the count of all, at the end.
    static let asked = "asked: "

    /// - Parameters:
    ///   - paper: The file of the `ExamPaper`.
    ///   - say: Tells the parent a line.
    /// - Throws: `Problem` when the snapshot cannot be opened or searched.
    static func examine(_ folder: String, paper: String, interaction: LateInteraction?, say: (String) -> Void) throws {
        say("stage: reading the canaries")
        let paper = try JSONDecoder().decode(ExamPaper.self, from: Data(contentsOf: URL(fileURLWithPath: paper)))
        say("stage: opening")
        let index = try SearchIndex(folder: folder)
        for (number, item) in paper.items.enumerated() {
            say("stage: asking the canaries, \(number + 1) of \(paper.items.count)")
            let canary = item.canary
            let query = SearchQuery(
                text: canary.question, vector: item.numbers, top: canary.top ?? Manifest.Canary.standardTop, interaction: interaction)
            let chunks = try index.search(query).map { try index.chunk($0.chunk) }
            if !canary.isSatisfied(by: chunks) { say("\(failed)\(number)") }
        }
        say("\(asked)\(paper.items.count)")
    }
}
