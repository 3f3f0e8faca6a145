import Base
import Foundation

/// A set of passages, questions and which passage answers which question, in a folder of JSON lines.
struct RetrievalSet {
    struct Text: Codable {
        var id: String
        var title: String?
        var text: String
        var lang: String?
    }

    let name: String
    let folder: String
    let passages: [Text]
    let questions: [Text]
    /// Question to passage to grade.
    let grades: [String: [String: Double]]

    init(folder: String) throws {
        name = (folder as NSString).lastPathComponent
        self.folder = folder
        passages = try Self.lines("\(folder)/passages.jsonl")
        questions = try Self.lines("\(folder)/queries.jsonl")
        var grades: [String: [String: Double]] = [:]
        for line in try String(contentsOfFile: "\(folder)/qrels.tsv", encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: "\t").map(String.init)
            if fields.count == 3 { grades[fields[0], default: [:]][fields[1]] = Double(fields[2]) ?? 0 }
        }
        self.grades = grades
    }

    /// All sets in a folder.
    static func all(in folder: String) throws -> [RetrievalSet] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Problem(
                .usage, what: "cannot read the sets", location: folder, reason: "there is no such folder",
                remedy: "Name the folder of the sets with --data.")
        }
        return try names.sorted().filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/qrels.tsv") }
            .map { try RetrievalSet(folder: "\(folder)/\($0)") }
    }

    private static func lines(_ path: String) throws -> [Text] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { try JSONDecoder().decode(Text.self, from: Data($0.utf8)) }
    }

    /// The questions whose passages are known, in a spelling.
    func asked(_ variant: Variant) -> [Text] {
        questions.filter { grades[$0.id] != nil }.enumerated().map { number, question in
            var question = question
            question.text = variant.apply(to: question.text, seed: UInt64(number))
            return question
        }
    }

    /// Whether most questions are in a language that no passage is in.
    var isCrossLingual: Bool {
        let languages = Set(passages.compactMap(\.lang))
        guard !languages.isEmpty else { return false }
        let foreign = questions.count { question in question.lang.map { !languages.contains($0) } ?? false }
        return foreign * 2 > questions.count
    }

    /// Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen, 2002).
    func gain(of found: [String], for question: String) -> Double {
        let grades = grades[question] ?? [:]
        func sum(_ values: some Sequence<Double>) -> Double {
            values.prefix(10).enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset) + 2) }
        }
        let best = sum(grades.values.sorted(by: >))
        return best > 0 ? sum(found.map { grades[$0] ?? 0 }) / best : 0
    }
}

extension RetrievalSet.Text {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(JSONValue.self, forKey: .id).identifier
        title = try container.decodeIfPresent(String.self, forKey: .title)
        text = try container.decode(String.self, forKey: .text)
        lang = try container.decodeIfPresent(String.self, forKey: .lang)
    }
}

extension JSONValue {
    /// What names a passage or a question, written as a text or as a number.
    var identifier: String { stringValue ?? text }
}
