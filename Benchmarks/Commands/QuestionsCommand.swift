import ArgumentParser
import Base
import Foundation

/// Writes the questions that are asked as JSON lines, for other programs to answer the same.
struct QuestionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "questions", abstract: "Write the questions that are asked, as JSON lines.",
        discussion: "seeded.jsonl holds those for speed and memory; SET.SPELLING.jsonl a set's in each spelling.")

    @Option(help: "Folder of the sets.") var data = "../shared/data/retrieval"
    @Option(help: "Folder of the files.") var output: String
    @Option(help: "How many in seeded.jsonl.") var count = LatencyCommand.defaultQuestions

    func run() throws {
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        let seeded = try AskedQuestions.seeded(in: data, count: count)
        try write(seeded.enumerated().map { RetrievalSet.Text(id: String($0), text: $1) }, to: "seeded")
        for set in try RetrievalSet.all(in: data) {
            for variant in Variant.allCases { try write(set.asked(variant), to: "\(set.name).\(variant.rawValue)") }
        }
    }

    private func write(_ questions: [RetrievalSet.Text], to name: String) throws {
        let lines = try questions.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }
        try AtomicFile.write(Data(lines.joined().utf8), to: "\(output)/\(name).jsonl")
    }
}
