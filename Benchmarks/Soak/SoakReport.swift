import Foundation
import TestSupport

/// What came of the soak.
struct SoakReport: Sendable {
    let questions: [SoakQuestion]
    /// When there were faults.
    let faults: [ContinuousClock.Instant]
    let record: StandInDiscord.Record
    /// Rules of the language model that were broken.
    let router: [String]
    /// What the model takes until its first word.
    let delay: Duration

    /// A fault is felt for so long, by waits and reconnecting.
    private static let aftermath = Duration.seconds(5)

    private var violations: [String] { record.violations + router }
    private var lost: Int { questions.count { !$0.isAnswered } }
    private var doubled: Int {
        let replies = Dictionary(grouping: record.sent.filter { !$0.isDeleted }) { $0.repliesTo ?? "" }
        return questions.count { (replies[$0.id]?.count ?? 0) > 1 }
    }

    /// Whether all is as it must be.
    var isGood: Bool { violations.isEmpty && lost == 0 && doubled == 0 && !questions.isEmpty }

    /// Prints its lines of the table.
    func show(before: MemoryUse, after: MemoryUse) {
        let first = Dictionary(record.sent.map { ($0.repliesTo ?? "", $0.time) }) { first, _ in first }
        let times = questions.compactMap { question in first[question.id].map { (question.time, $0, $0 - question.time - delay) } }
        let quiet = times.filter { asked, shown, _ in !faults.contains { $0 > asked - Self.aftermath && $0 < shown } }
        Summary.row("questions asked, faults among them", "\(questions.count), \(faults.count)")
        Summary.row("connections, resumes, requests refused", "\(record.connections), \(record.resumes), \(record.refused)")
        Summary.row("mention to first text, away from faults", Summary(quiet.map(\.2)))
        Summary.row("the same, faults and their waits included", Summary(times.map(\.2)))
        Summary.row("rules broken; answers lost; answers doubled", "\(violations.count); \(lost); \(doubled)")
        Summary.row("memory before", before)
        Summary.row("memory after", after)
        for violation in Set(violations).sorted() { print("  \(violation)") }
    }
}
