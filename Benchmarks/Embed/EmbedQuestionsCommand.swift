import ArgumentParser
import Base
import Foundation

/// Prints different questions in any number: twelve words each, six and six that stand together in the sets.
struct EmbedQuestionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "questions", abstract: "Prints seeded questions, one a line, for `memory`.")

    @Option(help: "Folder of the sets.") var data = "../shared/data/retrieval"
    @Option(help: "How many.") var count = 10_000

    func run() throws {
        let texts = try RetrievalSet.all(in: data).flatMap { $0.passages.map(\.text) + $0.questions.map(\.text) }
        let words = texts.flatMap { $0.split { $0.isWhitespace } }
        var random = SplitMix(seed: 11)
        func some() -> String {
            let start = Int.random(in: 0..<(words.count - 6), using: &random)
            return words[start..<(start + 6)].joined(separator: " ")
        }
        var printed: Set<String> = []
        while printed.count < count {
            let question = "\(some()) \(some())?"
            if printed.insert(question).inserted { print(question) }
        }
    }
}
