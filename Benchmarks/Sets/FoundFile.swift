import Base
import Foundation

/// What a program found for a set's questions: JSON lines as `docent search --queries` prints them.
struct FoundFile {
    private struct Line: Decodable {
        struct Hit: Decodable {
            var id: JSONValue
        }

        var id: JSONValue
        var hits: [Hit]
    }

    /// Question to passages, best first.
    private let found: [String: [String]]

    /// - Throws: `Problem` when a line is of another form.
    init(path: String) throws {
        var found: [String: [String]] = [:]
        for (number, line) in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").enumerated() {
            guard let line = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)) else {
                throw Problem(
                    what: "cannot read what was found", location: "\(path), line \(number + 1)",
                    reason: "it is not of the form of docent search --queries", remedy: "Look at the file; make it again.")
            }
            found[line.id.identifier] = line.hits.map(\.id.identifier)
        }
        self.found = found
    }

    /// The mean over the questions whose passages are known; a question without an answer counts as 0.
    func meanGain(on set: RetrievalSet) -> Double {
        let total = set.grades.keys.reduce(0) { $0 + set.gain(of: found[$1] ?? [], for: $1) }
        return total / Double(max(set.grades.count, 1))
    }
}
