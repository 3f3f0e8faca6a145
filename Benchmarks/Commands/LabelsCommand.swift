import Answering
import ArgumentParser
import Base
import Embedding
import Foundation
import SearchIndex
import TestSupport

/// Questions by label among laws with the same article numbers: how many are answered by one of the first five passages, and how often
/// another law comes first. Through the program's own ingestion, as documents and as passages; with the label index and without.
struct LabelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "labels", abstract: "hit@5 of questions by article and law.")

    @Option(help: "The docent program; by default the one beside this.")
    var docent = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "docent").path
    @Option(help: "The embedded model's pack.")
    var model: String
    @Option(help: "How many laws.")
    var laws = 27
    @Option(help: "How many articles each has.")
    var articles = 120
    @Option(help: "How many questions of each form for every law.")
    var questions = 8
    @Flag(help: "Print the questions whose answer is not among the first five.")
    var misses = false

    func run() async throws {
        var maker = LawMaker(seed: 27)
        let made = maker.laws(laws, articles: articles)
        let asked = maker.questions(of: made, each: questions)
        let embedder = try EmbeddedModel(pack: ModelPack(path: model))
        let folder = try BenchFolder()
        for cut in [nil] + MadeLaw.Cut.allCases {
            let name = cut.map { "passages (\($0.rawValue))" } ?? "documents"
            let input = "\(folder.path)/\(cut?.rawValue ?? "documents")"
            try FileManager.default.createDirectory(atPath: input, withIntermediateDirectories: true)
            if let cut { try Self.write(made, cut, in: input) } else { try Self.write(made, in: input) }
            let index = try await index(of: input, by: embedder)
            for usesLabels in [false, true] {
                let rows = try await measure(asked, index, embedder, usesLabels: usesLabels)
                for (form, row) in rows {
                    Summary.row("\(name), labels \(usesLabels ? "on" : "off"): \(form.rawValue)", row)
                }
            }
        }
    }

    private static func write(_ laws: [MadeLaw], in folder: String) throws {
        for (place, law) in laws.enumerated() {
            let (text, ending) = place % 2 == 0 ? (law.text, "txt") : (law.html, "html")
            try text.write(toFile: "\(folder)/\(law.fileName).\(ending)", atomically: true, encoding: .utf8)
        }
    }

    private static func write(_ laws: [MadeLaw], _ cut: MadeLaw.Cut, in folder: String) throws {
        let lines = try laws.flatMap { try $0.passages(cut) }
        try (lines.joined(separator: "\n") + "\n").write(toFile: "\(folder)/passages.jsonl", atomically: true, encoding: .utf8)
    }

    /// The index of a folder's documents, made as a maintainer would.
    private func index(of input: String, by embedder: EmbeddedModel) async throws -> SearchIndex {
        let output = "\(input)-artifact"
        let process = try RunningProgram(
            docent, ["ingest", input, "--output", output],
            environment: [
                "PATH": "/usr/bin:/bin", "HOME": input, "OMP_NUM_THREADS": "1",
                "MODEL_DIR": URL(fileURLWithPath: model).deletingLastPathComponent().path,
            ], folder: input)
        guard try await process.end(within: .seconds(1800)) == 0 else {
            throw Problem(
                what: "cannot ingest the laws", location: input, reason: process.lines.suffix(3).joined(separator: " "), remedy: "See the reason.")
        }
        _ = try ChunkStoreBuilder(tokenizer: embedder.tokenizer) { embedder.tokenCutter() }
            .build(meta: "\(output)/\(ArtifactLayout.meta)", store: "\(output)/\(ArtifactLayout.chunks)")
        return try SearchIndex(folder: output)
    }

    private struct Row: CustomStringConvertible {
        var hits = 0
        var wrongFirst = 0
        var wrong = 0
        var found = 0
        var all = 0

        var description: String {
            func share(_ count: Int, of all: Int) -> String { String(format: "%.3f", Double(count) / Double(max(all, 1))) }
            return "hit@5 \(share(hits, of: all)), wrong law first \(share(wrongFirst, of: all)), among the five \(share(wrong, of: found))"
        }
    }

    private func measure(
        _ questions: [LabelQuestion], _ index: SearchIndex, _ embedder: EmbeddedModel, usesLabels: Bool
    ) async throws -> [(form: LabelQuestion.Form, row: Row)] {
        var rows: [LabelQuestion.Form: Row] = [:]
        for question in questions {
            let query = SearchQuery(
                text: question.text, vector: try await embedder.embed(questions: [question.text]).first, top: 5,
                interaction: LateInteraction(model: embedder), usesLabels: usesLabels)
            let found = try index.search(query).map { try index.chunk($0.chunk) }
            let laws = found.map { Self.law(of: $0) }
            var row = rows[question.form] ?? Row()
            row.all += 1
            row.found += found.count
            row.wrong += laws.count { $0 != question.law }
            row.wrongFirst += laws.first != question.law ? 1 : 0
            let isHit = zip(found, laws).contains { $1 == question.law && $0.text.contains(question.answer) }
            row.hits += isHit ? 1 : 0
            rows[question.form] = row
            if misses, usesLabels, !isHit {
                print("    missed: \(question.text) [\(question.law)]: \(zip(laws, found).map { "\($0 ?? "") \($1.section ?? "")" })")
            }
        }
        return LabelQuestion.Form.allCases.compactMap { form in rows[form].map { (form, $0) } }
    }

    /// The file name of the law that a chunk is from, without ending.
    private static func law(of chunk: Chunk) -> String? {
        chunk.metadata["law"]?.stringValue ?? chunk.source.map { ($0 as NSString).deletingPathExtension }
    }
}
